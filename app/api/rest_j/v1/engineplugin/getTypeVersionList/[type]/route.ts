import { linkisListTypeVersions } from '@/contracts/linkis-engine-plugin';
import { listTypeVersions } from '@/server/materials/linkis/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisListTypeVersions,
    async (context, { params }) => ({ data: { queryList: await listTypeVersions(context, params.type) } }),
    { method: null },
  ),
);
