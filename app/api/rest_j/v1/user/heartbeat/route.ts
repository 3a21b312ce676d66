import { linkisHeartbeat } from '@/contracts/linkis-user';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisHeartbeat, async () => ({ data: {}, message: 'Maintain heartbeat success(维系心跳成功)' }), {
    method: null,
    sessionOnly: true,
  }),
);
