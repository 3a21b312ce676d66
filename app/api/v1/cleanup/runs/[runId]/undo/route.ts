import { undoCleanup } from '@/contracts/cleanup';
import { undoRun } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(undoCleanup, (context, { params, body }) => undoRun(context, params.runId, body.user ?? null)),
);
