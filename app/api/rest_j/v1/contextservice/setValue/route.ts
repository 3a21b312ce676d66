import { CONTEXT_BODY_BYTES, linkisSetValue } from '@/contracts/linkis-contexts';
import { setValue } from '@/server/contexts/values/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisSetValue,
    async (context, { body }) => {
      await setValue(context, body);
      return { data: { '': null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
