import { linkisGetContextId } from '@/contracts/linkis-contexts';
import { getContextId } from '@/server/contexts/ids/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisGetContextId, async (context, { query }) => ({
    data: { contextId: await getContextId(context, query.contextId) },
  })),
);
