import { bmlUpdateProjectUsers } from '@/contracts/linkis-bml-projects';
import { updateProjectUsers } from '@/server/library/projects/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlUpdateProjectUsers,
    async (context, { body }) => {
      await updateProjectUsers(context, body);
      return { data: {}, message: 'Updated project related user success(更新工程的相关用户成功)' };
    },
    { method: null },
  ),
);
