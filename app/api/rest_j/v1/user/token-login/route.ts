import { linkisTokenLogin, linkisTokenLoginGet } from '@/contracts/linkis-user';
import { tokenLoginOfLinkis } from '@/server/platform/auth/linkis-user';
import { AppError } from '@/server/platform/errors';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisTokenLogin, tokenLoginOfLinkis, { method: null }),
  linkisRoute(
    linkisTokenLoginGet,
    async () => {
      throw new AppError('invalid_input', 'Only support method POST');
    },
    { method: null },
  ),
);
