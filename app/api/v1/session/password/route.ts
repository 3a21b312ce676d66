import { changePassword as operation } from '@/contracts/accounts';
import { changePassword } from '@/server/platform/auth/accounts';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(
    operation,
    async (context, { body }) => {
      await changePassword(context, body);
      return { changed: true as const };
    },
    { beforePasswordChange: true },
  ),
);
