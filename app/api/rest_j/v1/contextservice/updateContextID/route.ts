import { CONTEXT_BODY_BYTES, linkisUpdateContextId } from '@/contracts/linkis-contexts';
import { updateContextId } from '@/server/contexts/ids/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisUpdateContextId,
    async (context, { body }) => {
      await updateContextId(context, body.contextID);
      return { data: { contextId: null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
