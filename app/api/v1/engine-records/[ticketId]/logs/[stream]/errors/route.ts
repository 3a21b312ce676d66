import { findLogErrors as operation } from '@/contracts/engine-log-search';
import { findLogErrors } from '@/server/engine-logs/service';
import { eventStream } from '@/server/platform/http/event-stream';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(operation, (context, { params }) =>
    eventStream(context, (send, signal) => findLogErrors(context, params.ticketId, params.stream, send, signal)),
  ),
);
