import { purgeTrashedEngine } from '@/contracts/material-storage';
import { purgeEngine } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(purgeTrashedEngine, (context, { params }) => purgeEngine(context, params.trashId)),
);
