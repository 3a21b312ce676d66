import { readLog } from '@/contracts/engine-logs';
import { readLogLines } from '@/server/engine-logs/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(readLog, (context, { params, query, request }) =>
    readLogLines(context, params.ticketId, params.stream, query, request.signal),
  ),
);
