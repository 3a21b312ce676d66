import { linkisSearchContextIdByTime } from '@/contracts/linkis-contexts';
import { searchContextIdsByTime } from '@/server/contexts/cleanup/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisSearchContextIdByTime, async (context, { query }) => {
    const contextIds = await searchContextIdsByTime(context, query);
    return { data: { contextIDs: contextIds, contextIds } };
  }),
);
