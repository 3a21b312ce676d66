import { undoCleanupRun } from '@/contracts/cleanup-receipts';
import { undoRun } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(undoCleanupRun, (context, { params, body }) => undoRun(context, params.runId, body)),
);
