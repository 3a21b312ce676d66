import { linkisListMaterialVersions } from '@/contracts/linkis-engine-plugin';
import { listVersionsForLinkis } from '@/server/materials/linkis/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisListMaterialVersions,
    async (context, { query }) => ({
      data: { versionList: await listVersionsForLinkis(context, query.bmlResourceId) },
    }),
    { method: null },
  ),
);
