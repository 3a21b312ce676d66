import { cancelMaterialUpload, getMaterialUpload } from '@/contracts/material-uploads';
import { cancelUpload, readUpload } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(getMaterialUpload, (context, { params }) => readUpload(context, params.uploadId)),
  apiRoute(cancelMaterialUpload, (context, { params }) => cancelUpload(context, params.uploadId)),
);
