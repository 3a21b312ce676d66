import { listCleanupLog } from '@/contracts/cleanup-log';
import { readRunLog } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listCleanupLog, (context, { params, query }) => readRunLog(context, params.runId, query)),
);
