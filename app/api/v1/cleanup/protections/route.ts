import { addCleanupProtection, listCleanupProtections } from '@/contracts/cleanup-receipts';
import { addProtection, listProtections } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listCleanupProtections, (context, { query }) => listProtections(context, query)),
  apiRoute(addCleanupProtection, (context, { body }) => addProtection(context, body)),
);
