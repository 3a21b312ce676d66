import { putMaterialUploadContent } from '@/contracts/material-uploads';
import { receiveUpload } from '@/server/materials/service';
import { bodyChunks } from '@/server/platform/http/body-chunks';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(
    putMaterialUploadContent,
    (context, { params, query, request }) => receiveUpload(context, params.uploadId, query.offset, bodyChunks(request)),
    { rawBody: true },
  ),
);
