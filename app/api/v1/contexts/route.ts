import { listContexts } from '@/contracts/contexts';
import { findContextList } from '@/server/contexts/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listContexts, (context, { query }) => findContextList(context, query)),
);
