import { listLogStreams as operation } from '@/contracts/engine-logs';
import { listLogStreams } from '@/server/engine-logs/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(operation, async (context, { params }) => ({ streams: await listLogStreams(context, params.ticketId) })),
);
