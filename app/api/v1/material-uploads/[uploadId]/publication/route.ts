import { publishMaterialUpload } from '@/contracts/material-uploads';
import { publishUpload } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(publishMaterialUpload, (context, { params, body, address }) =>
    publishUpload(context, params.uploadId, { ...body, clientIp: address ?? '' }),
  ),
);
