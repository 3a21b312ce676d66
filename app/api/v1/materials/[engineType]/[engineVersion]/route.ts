import { deleteMaterialEngine, getMaterialDetail } from '@/contracts/materials';
import { deleteEngine, readMaterialDetail } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(getMaterialDetail, (context, { params }) => readMaterialDetail(context, params)),
  apiRoute(deleteMaterialEngine, (context, { params }) => deleteEngine(context, params)),
);
