import { bmlGetBasic } from '@/contracts/linkis-bml';
import { getBasic } from '@/server/library/listing/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlGetBasic,
    async (context, { query }) => {
      return {
        data: await getBasic(context, query.resourceId),
        message: 'Acquisition of resource basic information successfully(获取资源基本信息成功)',
      };
    },
    { method: '/bml/getBasic' },
  ),
);
