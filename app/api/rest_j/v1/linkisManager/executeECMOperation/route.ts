import { linkisExecuteEcmOperation } from '@/contracts/linkis-engine-logs';
import { executeEcmOperation } from '@/server/engine-logs/linkis/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisExecuteEcmOperation, async (context, { body }) => ({
    data: await executeEcmOperation(context, body),
  })),
);
