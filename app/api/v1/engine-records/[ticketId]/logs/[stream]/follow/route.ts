import { logAnchorSchema, followLog as operation } from '@/contracts/engine-logs';
import { followLog } from '@/server/engine-logs/service';
import { eventStream } from '@/server/platform/http/event-stream';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(operation, async (context, { params, query, request }) => {
    // Where a client that lost its connection goes on; what is no id of ours does not count.
    const last = logAnchorSchema.safeParse(request.headers.get('last-event-id'));
    const after = last.success ? last.data : (query.after ?? null);
    return eventStream(context, (send, signal) =>
      followLog(context, params.ticketId, params.stream, after, ({ name, data, id }) => send(name, data, id), signal),
    );
  }),
);
