import { linkisResetContextId } from '@/contracts/linkis-contexts';
import { resetContextId } from '@/server/contexts/ids/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisResetContextId, async (_context, { body }) => {
    resetContextId(body.contextID);
    return { data: { contextId: null } };
  }),
);
