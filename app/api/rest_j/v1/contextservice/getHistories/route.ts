import { CONTEXT_BODY_BYTES, linkisGetHistories } from '@/contracts/linkis-contexts';
import { getHistories } from '@/server/contexts/history/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisGetHistories,
    async (context, { body }) => ({ data: { contextHistory: await getHistories(context, body) } }),
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
