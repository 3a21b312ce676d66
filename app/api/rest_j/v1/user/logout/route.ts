import { linkisLogoutGet, linkisLogoutPost } from '@/contracts/linkis-user';
import { logoutOfLinkis } from '@/server/platform/auth/linkis-user';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisLogoutGet, logoutOfLinkis, {
    method: null,
    sessionOnly: true,
    changesState: true,
    beforePasswordChange: true,
  }),
  linkisRoute(linkisLogoutPost, logoutOfLinkis, { method: null, sessionOnly: true, beforePasswordChange: true }),
);
