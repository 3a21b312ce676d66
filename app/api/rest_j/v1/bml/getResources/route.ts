import { bmlGetResources } from '@/contracts/linkis-bml';
import { listOwnResources } from '@/server/library/listing/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlGetResources,
    async (context, { query }) => {
      const { system, data } = await listOwnResources(context, query);
      const message = `Get all your resources in system ${system} successfully(获取您在系统${system}中所有资源成功)`;
      return { data, message };
    },
    { method: '/bml/getResources' },
  ),
);
