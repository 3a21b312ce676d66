import { CONTEXT_BODY_BYTES, linkisRemoveByPrefixAndType } from '@/contracts/linkis-contexts';
import { removeValuesByPrefixAndType } from '@/server/contexts/values/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisRemoveByPrefixAndType,
    async (context, { body }) => {
      await removeValuesByPrefixAndType(context, body);
      return { data: { '': null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
