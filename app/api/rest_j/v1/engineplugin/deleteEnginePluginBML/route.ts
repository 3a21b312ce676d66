import { linkisDeletePlugin } from '@/contracts/linkis-engine-plugin';
import { deleteForLinkis } from '@/server/materials/linkis/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisDeletePlugin,
    async (context, { query }) => {
      await deleteForLinkis(context, query.ecType, query.version);
      return { data: { msg: 'delete successfully' } };
    },
    { method: null, changesState: true },
  ),
);
