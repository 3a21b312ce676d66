import { discardCleanupPreview, readCleanupRun } from '@/contracts/cleanup';
import { discardPreview, readRun } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(readCleanupRun, (context, { params }) => readRun(context, params.runId)),
  apiRoute(discardCleanupPreview, (context, { params }) => discardPreview(context, params.runId)),
);
