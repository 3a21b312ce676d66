import { CONTEXT_BODY_BYTES, linkisRemoveByKeyAndType } from '@/contracts/linkis-contexts';
import { removeValuesByKeyAndType } from '@/server/contexts/values/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisRemoveByKeyAndType,
    async (context, { body }) => {
      await removeValuesByKeyAndType(context, body);
      return { data: { '': null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
