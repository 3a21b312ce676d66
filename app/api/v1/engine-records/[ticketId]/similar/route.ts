import { listSimilarEngines } from '@/contracts/engine-history';
import { findSimilarEngines } from '@/server/engine-history/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listSimilarEngines, (context, { params }) => findSimilarEngines(context, params.ticketId)),
);
