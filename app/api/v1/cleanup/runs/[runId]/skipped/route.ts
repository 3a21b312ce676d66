import { listSkippedRows } from '@/contracts/cleanup';
import { listSkipped } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listSkippedRows, (context, { params, query }) => listSkipped(context, params.runId, query)),
);
