import { CONTEXT_BODY_BYTES, linkisClearContextById } from '@/contracts/linkis-contexts';
import { clearContextsById } from '@/server/contexts/cleanup/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisClearContextById,
    async (context, { body }) => ({ data: { num: String(await clearContextsById(context, body)) } }),
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
