import { createAccount as creation, listAccounts as listing } from '@/contracts/accounts';
import { createAccount, listAccounts } from '@/server/platform/auth/accounts';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listing, async (context) => ({ items: await listAccounts(context) })),
  apiRoute(creation, (context, { body }) => createAccount(context, body)),
);
