import { linkisLogin } from '@/contracts/linkis-user';
import { loginOfLinkis } from '@/server/platform/auth/linkis-user';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisLogin, loginOfLinkis, { method: null, sessionOnly: true }),
);
