import { linkisRollBack } from '@/contracts/linkis-engine-plugin';
import { rollBackForLinkis } from '@/server/materials/linkis/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisRollBack,
    async (context, { body }) => {
      await rollBackForLinkis(context, body);
      return { data: {} };
    },
    { method: null },
  ),
);
