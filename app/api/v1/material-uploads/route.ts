import { createMaterialUpload, listMaterialUploads } from '@/contracts/material-uploads';
import { createUpload, listUploads } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listMaterialUploads, (context) => listUploads(context)),
  apiRoute(createMaterialUpload, (context, { body }) => createUpload(context, body)),
);
