import { CONTEXT_BODY_BYTES, linkisResetValue } from '@/contracts/linkis-contexts';
import { resetValue } from '@/server/contexts/values/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisResetValue,
    async (context, { body }) => {
      await resetValue(context, body);
      return { data: { '': null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
