import { revokeApiToken as operation } from '@/contracts/accounts';
import { revokeApiToken } from '@/server/platform/auth/accounts';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(operation, async (context, { params }) => {
    await revokeApiToken(context, params.tokenId);
    return { id: params.tokenId };
  }),
);
