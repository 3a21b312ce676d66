import { linkisOpenEngineLog } from '@/contracts/linkis-engine-logs';
import { openLinkisLog } from '@/server/engine-logs/linkis/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisOpenEngineLog, async (context, { body }) => ({ data: await openLinkisLog(context, body) })),
);
