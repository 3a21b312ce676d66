import { downloadMaterialVersion } from '@/contracts/material-versions';
import { openVersionContent } from '@/server/materials/service';
import { fileResponse, wishOf } from '@/server/platform/http/download';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(downloadMaterialVersion, async (context, { params, request }) =>
    fileResponse(await openVersionContent(context, params, wishOf(request)), 'application/zip'),
  ),
);
