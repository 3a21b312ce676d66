import { CONTEXT_BODY_BYTES, linkisClearContextByTime } from '@/contracts/linkis-contexts';
import { clearContextsByTime } from '@/server/contexts/cleanup/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisClearContextByTime,
    async (context, { body }) => ({ data: { num: String(await clearContextsByTime(context, body)) } }),
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
