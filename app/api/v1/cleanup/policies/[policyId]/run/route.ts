import { runCleanupPolicyNow } from '@/contracts/cleanup-policies';
import { runPolicyNow } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(runCleanupPolicyNow, (context, { params, body }) => runPolicyNow(context, params.policyId, body.mode)),
);
