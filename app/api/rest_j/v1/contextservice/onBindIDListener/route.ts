import { CONTEXT_BODY_BYTES, linkisBindIdListener } from '@/contracts/linkis-contexts';
import { bindContextListener } from '@/server/contexts/listeners/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisBindIdListener,
    async (context, { body }) => {
      await bindContextListener(context, body);
      return { data: { listener: null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
