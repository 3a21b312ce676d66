import { listMaterials } from '@/contracts/materials';
import { findMaterialList } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listMaterials, (context, { query }) => findMaterialList(context, query)),
);
