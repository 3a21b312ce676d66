import { inspectMaterialUpload } from '@/contracts/material-uploads';
import { inspectUpload } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(inspectMaterialUpload, (context, { params, query }) =>
    inspectUpload(context, params.uploadId, query.sha256),
  ),
);
