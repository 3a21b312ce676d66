import { linkisListRecords } from '@/contracts/linkis-engine-history';
import { listLinkisRecords } from '@/server/engine-history/linkis-list/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisListRecords, async (context, { query }) => ({ data: await listLinkisRecords(context, query) })),
);
