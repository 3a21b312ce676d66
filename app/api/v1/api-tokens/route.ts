import { createApiToken as creation, listApiTokens as listing } from '@/contracts/accounts';
import { createApiToken, listApiTokens } from '@/server/platform/auth/accounts';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listing, async (context) => ({ items: await listApiTokens(context) })),
  apiRoute(creation, (context, { body }) => createApiToken(context, body)),
);
