import { linkisRoles } from '@/contracts/linkis-user';
import { rolesOfLinkis } from '@/server/platform/auth/linkis-user';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisRoles, async (context) => ({ data: rolesOfLinkis(context) })),
);
