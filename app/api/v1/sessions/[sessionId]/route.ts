import { revokeSession } from '@/contracts/accounts';
import { revokeOwnSession } from '@/server/platform/auth/accounts';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(revokeSession, async (context, { params }) => {
    await revokeOwnSession(context, params.sessionId);
    return { id: params.sessionId };
  }),
);
