import { listContextListeners } from '@/contracts/contexts';
import { findContextListeners } from '@/server/contexts/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listContextListeners, (context, { params }) => findContextListeners(context, params.id)),
);
