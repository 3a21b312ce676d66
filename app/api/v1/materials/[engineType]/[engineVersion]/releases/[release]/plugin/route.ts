import { downloadReleasePlugin } from '@/contracts/material-versions';
import { openPlugin } from '@/server/materials/service';
import { fileResponse, wishOf } from '@/server/platform/http/download';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(downloadReleasePlugin, async (context, { params, request }) =>
    fileResponse(await openPlugin(context, params, wishOf(request)), 'application/zip'),
  ),
);
