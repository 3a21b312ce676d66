import { bmlGetProjectInfo } from '@/contracts/linkis-bml-projects';
import { linkisRoute, serve } from '@/server/platform/http/routes';

const message = 'Obtain project information successfully (获取工程信息成功)';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(bmlGetProjectInfo, async () => ({ data: {}, message }), { method: null }),
);
