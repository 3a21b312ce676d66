import { linkisExecuteEngineOperation } from '@/contracts/linkis-engine-logs';
import { executeEngineOperation } from '@/server/engine-logs/linkis/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisExecuteEngineOperation, async (context, { body }) => ({
    data: await executeEngineOperation(context, body),
  })),
);
