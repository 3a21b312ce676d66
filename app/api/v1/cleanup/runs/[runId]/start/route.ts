import { startCleanupRun } from '@/contracts/cleanup';
import { startRun } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(startCleanupRun, (context, { params, body }) => startRun(context, params.runId, body.reason)),
);
