import { ECM_HEALTH, linkisListEcmStatuses } from '@/contracts/linkis-engine-history';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisListEcmStatuses, async () => ({ data: { nodeHealthy: [...ECM_HEALTH] } })),
);
