import { listMaterialTrash } from '@/contracts/material-storage';
import { listTrash } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(apiRoute(listMaterialTrash, (context) => listTrash(context)));
