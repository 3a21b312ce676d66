import { createCleanupPolicy, listCleanupPolicies } from '@/contracts/cleanup-policies';
import { createPolicy, listPolicies } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listCleanupPolicies, (context) => listPolicies(context)),
  apiRoute(createCleanupPolicy, (context, { body }) => createPolicy(context, body)),
);
