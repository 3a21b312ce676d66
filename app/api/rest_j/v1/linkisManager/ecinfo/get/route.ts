import { linkisGetRecord } from '@/contracts/linkis-engine-history';
import { getLinkisRecord } from '@/server/engine-history/linkis-list/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisGetRecord, async (context, { query }) => ({
    data: { ecResourceInfoRecord: await getLinkisRecord(context, query.ticketid) },
  })),
);
