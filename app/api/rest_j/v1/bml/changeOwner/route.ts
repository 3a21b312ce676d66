import { bmlChangeOwner } from '@/contracts/linkis-bml';
import { changeOwner } from '@/server/library/owners/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlChangeOwner,
    async (context, { body }) => {
      await changeOwner(context, body);
      return { data: {}, message: '更新owner成功！' };
    },
    {},
  ),
);
