import { CONTEXT_BODY_BYTES, linkisRemoveByPrefix } from '@/contracts/linkis-contexts';
import { removeValuesByPrefix } from '@/server/contexts/values/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisRemoveByPrefix,
    async (context, { body }) => {
      await removeValuesByPrefix(context, body);
      return { data: { '': null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
