import { CONTEXT_BODY_BYTES, linkisRemoveHistory } from '@/contracts/linkis-contexts';
import { removeHistory } from '@/server/contexts/history/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisRemoveHistory,
    async (context, { body }) => {
      await removeHistory(context, body);
      return { data: { '': null } };
    },
    { bodyBytes: CONTEXT_BODY_BYTES },
  ),
);
