import { pauseCleanupRun } from '@/contracts/cleanup';
import { pauseRun } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(pauseCleanupRun, (context, { params }) => pauseRun(context, params.runId)),
);
