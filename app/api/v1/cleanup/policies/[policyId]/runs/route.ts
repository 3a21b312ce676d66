import { listCleanupPolicyRuns } from '@/contracts/cleanup-policies';
import { listPolicyRuns } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listCleanupPolicyRuns, (context, { params, query }) => listPolicyRuns(context, params.policyId, query)),
);
