import { resumeCleanupRun } from '@/contracts/cleanup';
import { resumeRun } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(resumeCleanupRun, (context, { params }) => resumeRun(context, params.runId)),
);
