import { CONTEXT_BODY_BYTES, linkisBindKeyListener } from '@/contracts/linkis-contexts';
import { bindValueListener } from '@/server/contexts/listeners/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisBindKeyListener,
    async (context, { body }) => {
      await bindValueListener(context, body);
      return { data: { listener: null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
