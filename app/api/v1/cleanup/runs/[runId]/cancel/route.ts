import { cancelCleanupRun } from '@/contracts/cleanup';
import { cancelRun } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(cancelCleanupRun, (context, { params }) => cancelRun(context, params.runId)),
);
