import { bmlGetResourceInfo } from '@/contracts/linkis-bml';
import { checkVisible } from '@/server/library/listing/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlGetResourceInfo,
    async (context, { query }) => {
      await checkVisible(context, query.resourceId);
      return { data: {}, message: 'Obtained information successfully(获取信息成功)' };
    },
    {},
  ),
);
