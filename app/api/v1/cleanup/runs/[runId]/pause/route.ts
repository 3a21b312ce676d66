import { pauseCleanup } from '@/contracts/cleanup';
import { pauseRun } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(pauseCleanup, (context, { params }) => pauseRun(context, params.runId)),
);
