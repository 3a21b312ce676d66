import { readContextValue as readOperation, removeContextValue as removeOperation } from '@/contracts/contexts';
import { readContextValue, removeContextValue } from '@/server/contexts/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(readOperation, (context, { params }) => readContextValue(context, params.id, params.valueId)),
  apiRoute(removeOperation, (context, { params }) => removeContextValue(context, params.id, params.valueId)),
);
