import { linkisExecuteEcmOperationByEngine } from '@/contracts/linkis-engine-logs';
import { executeEcmOperationByEngine } from '@/server/engine-logs/linkis/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisExecuteEcmOperationByEngine, async (context, { body }) => ({
    data: await executeEcmOperationByEngine(context, body),
  })),
);
