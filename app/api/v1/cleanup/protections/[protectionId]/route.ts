import { removeCleanupProtection } from '@/contracts/cleanup-receipts';
import { removeProtection } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(removeCleanupProtection, (context, { params }) => removeProtection(context, params.protectionId)),
);
