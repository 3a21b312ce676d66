import { updateAccount as operation } from '@/contracts/accounts';
import { updateAccount } from '@/server/platform/auth/accounts';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(operation, (context, { params, body }) => updateAccount(context, params.name, body)),
);
