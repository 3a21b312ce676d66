import { CONTEXT_BODY_BYTES, linkisRemoveValue } from '@/contracts/linkis-contexts';
import { removeValue } from '@/server/contexts/values/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisRemoveValue,
    async (context, { body }) => {
      await removeValue(context, body);
      return { data: { '': null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
