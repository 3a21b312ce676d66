import { listSessions } from '@/contracts/accounts';
import { listOwnSessions } from '@/server/platform/auth/accounts';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listSessions, async (context) => ({ items: await listOwnSessions(context) })),
);
