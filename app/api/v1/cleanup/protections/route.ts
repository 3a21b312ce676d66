import { addCleanupProtection, listCleanupProtections } from '@/contracts/cleanup-protections';
import { addProtection, listProtections } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listCleanupProtections, (context) => listProtections(context)),
  apiRoute(addCleanupProtection, (context, { body }) => addProtection(context, body)),
);
