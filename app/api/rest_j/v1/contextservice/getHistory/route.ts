import { CONTEXT_BODY_BYTES, linkisGetHistory } from '@/contracts/linkis-contexts';
import { getHistory } from '@/server/contexts/history/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisGetHistory,
    async (context, { body }) => ({ data: { contextHistory: await getHistory(context, body) } }),
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
