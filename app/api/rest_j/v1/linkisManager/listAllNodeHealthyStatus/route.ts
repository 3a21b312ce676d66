import { ENGINE_STATUSES } from '@/contracts/engine-history';
import { linkisListNodeStatuses } from '@/contracts/linkis-engine-history';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisListNodeStatuses, async () => ({ data: { nodeStatus: [...ENGINE_STATUSES] } })),
);
