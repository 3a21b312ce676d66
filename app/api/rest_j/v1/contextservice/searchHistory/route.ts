import { CONTEXT_BODY_BYTES, linkisSearchHistory } from '@/contracts/linkis-contexts';
import { searchHistory } from '@/server/contexts/history/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisSearchHistory,
    async (context, { body }) => ({ data: { contextHistory: await searchHistory(context, body) } }),
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
