import { CONTEXT_BODY_BYTES, linkisCreateHistory } from '@/contracts/linkis-contexts';
import { createHistory } from '@/server/contexts/history/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisCreateHistory,
    async (context, { body }) => {
      await createHistory(context, body);
      return { data: { '': null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
