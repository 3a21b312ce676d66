import { readContext, removeContext as removeOperation } from '@/contracts/contexts';
import { readContextDetail, removeContext } from '@/server/contexts/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(readContext, (context, { params }) => readContextDetail(context, params.id)),
  apiRoute(removeOperation, (context, { params }) => removeContext(context, params.id)),
);
