import { removeCleanupPolicy, updateCleanupPolicy } from '@/contracts/cleanup-policies';
import { removePolicy, updatePolicy } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(updateCleanupPolicy, (context, { params, body }) => updatePolicy(context, params.policyId, body)),
  apiRoute(removeCleanupPolicy, (context, { params }) => removePolicy(context, params.policyId)),
);
