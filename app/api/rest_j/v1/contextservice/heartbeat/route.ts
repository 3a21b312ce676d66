import { linkisContextHeartbeat } from '@/contracts/linkis-contexts';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisContextHeartbeat, async () => ({ data: { ContextKeyValueBean: [] } })),
);
