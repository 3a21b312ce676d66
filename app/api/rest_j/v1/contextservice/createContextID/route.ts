import { CONTEXT_BODY_BYTES, linkisCreateContextId } from '@/contracts/linkis-contexts';
import { createContextId } from '@/server/contexts/ids/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisCreateContextId,
    async (context, { body }) => ({ data: { contextId: await createContextId(context, body.contextID) } }),
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
