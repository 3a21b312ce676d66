import { protectMaterialVersion as protectOperation, unprotectMaterialVersion } from '@/contracts/materials';
import { protectMaterialVersion } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(protectOperation, (context, { params, body }) => protectMaterialVersion(context, params, body)),
  apiRoute(unprotectMaterialVersion, (context, { params }) => protectMaterialVersion(context, params, null)),
);
