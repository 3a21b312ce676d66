import { searchLog as operation } from '@/contracts/engine-log-search';
import { searchLog } from '@/server/engine-logs/service';
import { eventStream } from '@/server/platform/http/event-stream';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(operation, (context, { params, query }) =>
    eventStream(context, (send, signal) => searchLog(context, params.ticketId, params.stream, query, send, signal)),
  ),
);
