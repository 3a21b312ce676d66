import { restoreTrashedEngine } from '@/contracts/material-storage';
import { restoreEngine } from '@/server/materials/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(restoreTrashedEngine, (context, { params }) => restoreEngine(context, params.trashId)),
);
