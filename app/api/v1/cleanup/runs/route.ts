import { listCleanupRuns, previewCleanup as previewOperation } from '@/contracts/cleanup';
import { listRuns, previewCleanup } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listCleanupRuns, (context, { query }) => listRuns(context, query)),
  apiRoute(previewOperation, (context, { body }) => previewCleanup(context, body)),
);
