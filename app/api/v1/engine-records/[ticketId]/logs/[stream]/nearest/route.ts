import { nearestHit } from '@/contracts/engine-log-search';
import { findNearestHit } from '@/server/engine-logs/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(nearestHit, (context, { params, query, request }) =>
    findNearestHit(context, params.ticketId, params.stream, query, request.signal),
  ),
);
