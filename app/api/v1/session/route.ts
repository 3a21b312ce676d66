import { getCurrentSession } from '@/contracts/accounts';
import { toCurrentSession } from '@/server/platform/auth/page-session';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(getCurrentSession, async (context) => toCurrentSession(context.actor), { beforePasswordChange: true }),
);
