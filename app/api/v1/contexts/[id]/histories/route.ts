import { listContextHistories } from '@/contracts/contexts';
import { findContextHistories } from '@/server/contexts/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listContextHistories, (context, { params, query }) => findContextHistories(context, params.id, query)),
);
