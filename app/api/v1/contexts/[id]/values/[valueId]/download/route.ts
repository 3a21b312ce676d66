import { downloadContextValue as operation } from '@/contracts/contexts';
import { downloadContextValue } from '@/server/contexts/service';
import { fileResponse, wishOf } from '@/server/platform/http/download';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(operation, async (context, { params, request }) =>
    fileResponse(await downloadContextValue(context, params.id, params.valueId, wishOf(request)), 'application/json'),
  ),
);
