import { listMaterialFiles as operation } from '@/contracts/material-versions';
import { listMaterialFiles } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(operation, (context, { params }) => listMaterialFiles(context, params)),
);
