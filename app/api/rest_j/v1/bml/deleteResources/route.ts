import { bmlDeleteResources } from '@/contracts/linkis-bml';
import { deleteResources } from '@/server/library/deleting/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlDeleteResources,
    async (context, { body, address }) => {
      await deleteResources(context, body.resourceIds, address);
      return { data: {}, message: 'Batch deletion of resource was successful(批量删除资源成功)' };
    },
    { method: '/bml/deleteResources' },
  ),
);
