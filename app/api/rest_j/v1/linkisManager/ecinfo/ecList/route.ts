import { linkisListLiveEngines } from '@/contracts/linkis-engine-history';
import { listLiveEngines } from '@/server/engine-history/linkis-list/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisListLiveEngines, async (context, { body }) => ({
    data: { ecList: await listLiveEngines(context, body) },
  })),
);
