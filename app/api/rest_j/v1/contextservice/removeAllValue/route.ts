import { CONTEXT_BODY_BYTES, linkisRemoveAllValue } from '@/contracts/linkis-contexts';
import { removeAllValues } from '@/server/contexts/values/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisRemoveAllValue,
    async (context, { body }) => {
      await removeAllValues(context, body);
      return { data: { '': null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
