import { linkisUserInfo } from '@/contracts/linkis-user';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisUserInfo,
    async (context) => ({ data: { userName: context.actor.name }, message: 'get user information succeed!' }),
    { method: null, sessionOnly: true },
  ),
);
