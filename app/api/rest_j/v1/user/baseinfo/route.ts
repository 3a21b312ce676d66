import { linkisBaseInfo } from '@/contracts/linkis-user';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisBaseInfo,
    async ({ configuration }) => ({
      data: {
        resultSetExportEnable: false,
        engineLogOnlyAdminEnable: false,
        linkisClusterName: configuration.clusterName,
      },
      message: 'get baseinfo success(获取成功)！',
    }),
    { method: null },
  ),
);
