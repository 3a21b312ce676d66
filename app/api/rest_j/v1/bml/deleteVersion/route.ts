import { bmlDeleteVersion } from '@/contracts/linkis-bml';
import { deleteVersion } from '@/server/library/deleting/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlDeleteVersion,
    async (context, { body, address }) => {
      await deleteVersion(context, body, address);
      return { data: {}, message: 'Version deleted successfully(删除版本成功)' };
    },
    { method: '/bml/deleteVersion' },
  ),
);
