import { deleteMaterialVersion as operation } from '@/contracts/materials';
import { deleteMaterialVersion } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(operation, (context, { params }) => deleteMaterialVersion(context, params)),
);
