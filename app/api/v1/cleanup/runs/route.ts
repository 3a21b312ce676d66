import { listCleanupRuns, previewCleanup } from '@/contracts/cleanup';
import { listRuns, previewCleanup as makePreview } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listCleanupRuns, (context, { query }) => listRuns(context, query)),
  apiRoute(previewCleanup, (context, { body }) => makePreview(context, body)),
);
