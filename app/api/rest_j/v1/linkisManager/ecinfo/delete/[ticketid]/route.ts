import { linkisDeleteRecord } from '@/contracts/linkis-engine-history';
import { deleteLinkisRecord } from '@/server/engine-history/linkis-list/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisDeleteRecord, async (context, { params }) => {
    // The original serves this only with a brace too many at the end, so old clients send it.
    const ticketId = params.ticketid.replace(/\}$/, '');
    return { data: { ecResourceInfoRecord: await deleteLinkisRecord(context, ticketId) } };
  }),
);
