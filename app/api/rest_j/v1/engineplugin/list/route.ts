import { linkisListMaterials } from '@/contracts/linkis-engine-plugin';
import { listForLinkis } from '@/server/materials/linkis/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisListMaterials, async (context, { query }) => ({ data: await listForLinkis(context, query) }), {
    method: null,
  }),
);
