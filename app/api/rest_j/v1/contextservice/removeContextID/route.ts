import { CONTEXT_BODY_BYTES, linkisRemoveContextId } from '@/contracts/linkis-contexts';
import { removeContextId } from '@/server/contexts/ids/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisRemoveContextId,
    async (context, { body }) => {
      await removeContextId(context, body.contextID);
      return { data: { contextId: null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
