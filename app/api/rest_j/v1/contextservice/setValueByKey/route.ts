import { CONTEXT_BODY_BYTES, linkisSetValueByKey } from '@/contracts/linkis-contexts';
import { setValueByKey } from '@/server/contexts/values/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisSetValueByKey,
    async (context, { body }) => {
      await setValueByKey(context, body);
      return { data: { '': null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
