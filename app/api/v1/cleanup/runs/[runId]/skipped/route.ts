import { listCleanupSkipped } from '@/contracts/cleanup-receipts';
import { listSkipped } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listCleanupSkipped, (context, { params, query }) => listSkipped(context, params.runId, query)),
);
