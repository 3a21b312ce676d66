import { CONTEXT_BODY_BYTES, linkisGetContextValue } from '@/contracts/linkis-contexts';
import { getContextValue } from '@/server/contexts/values/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisGetContextValue,
    async (context, { body }) => ({ data: { contextValue: await getContextValue(context, body) } }),
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
