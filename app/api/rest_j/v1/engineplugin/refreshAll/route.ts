import { linkisRefreshAll } from '@/contracts/linkis-engine-plugin';
import { refreshForLinkis } from '@/server/materials/linkis/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisRefreshAll,
    async (context, { query, address }) => {
      await refreshForLinkis(context, { ...query, ecType: null }, address ?? '');
      return { data: { msg: 'Refresh successfully' } };
    },
    { method: null, changesState: true },
  ),
);
