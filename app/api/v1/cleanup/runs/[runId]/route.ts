import { discardCleanup, readCleanupRun } from '@/contracts/cleanup';
import { discardRun, readRun } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(readCleanupRun, (context, { params }) => readRun(context, params.runId)),
  apiRoute(discardCleanup, (context, { params }) => discardRun(context, params.runId)),
);
