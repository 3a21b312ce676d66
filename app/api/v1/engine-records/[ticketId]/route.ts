import { deleteEngineRecord as deletion, getEngineRecord as reading } from '@/contracts/engine-history';
import { deleteEngineRecord, getEngineRecord } from '@/server/engine-history/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(reading, (context, { params }) => getEngineRecord(context, params.ticketId)),
  apiRoute(deletion, async (context, { params }) => ({
    ticketId: (await deleteEngineRecord(context, params.ticketId)).ticket_id,
  })),
);
