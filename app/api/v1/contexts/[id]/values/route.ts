import { listContextValues } from '@/contracts/contexts';
import { findContextValues } from '@/server/contexts/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listContextValues, (context, { params, query }) => findContextValues(context, params.id, query)),
);
