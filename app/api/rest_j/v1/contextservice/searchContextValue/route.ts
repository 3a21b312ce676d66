import { CONTEXT_BODY_BYTES, linkisSearchContextValue } from '@/contracts/linkis-contexts';
import { searchContextValue } from '@/server/contexts/search/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisSearchContextValue,
    async (context, { body }) => ({ data: { contextKeyValue: await searchContextValue(context, body) } }),
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
