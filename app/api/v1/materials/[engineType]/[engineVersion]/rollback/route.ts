import {
  previewRollback as previewOperation,
  rollBackMaterials as rollBackOperation,
} from '@/contracts/material-versions';
import { previewRollback, rollBackMaterials } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(previewOperation, (context, { params, query }) => previewRollback(context, params, query)),
  apiRoute(rollBackOperation, (context, { params, body }) => rollBackMaterials(context, params, body)),
);
