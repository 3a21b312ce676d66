import { bmlDeleteResource } from '@/contracts/linkis-bml';
import { deleteResource } from '@/server/library/deleting/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlDeleteResource,
    async (context, { body, address }) => {
      await deleteResource(context, body.resourceId, address);
      return { data: {}, message: 'Resource deleted successfully(删除资源成功)' };
    },
    { method: '/bml/deleteResource', formBody: true },
  ),
);
