import { collectMaterialStorage } from '@/contracts/material-storage';
import { collectStorage } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(collectMaterialStorage, (context, { body }) => collectStorage(context, body.dryRun)),
);
