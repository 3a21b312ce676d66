import { bmlUpdateVersion } from '@/contracts/linkis-bml';
import { updateResource } from '@/server/library/uploads/service';
import { formReader } from '@/server/platform/http/multipart';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlUpdateVersion,
    async (context, { request, address }) => ({
      data: await updateResource(context, formReader(request), address),
      message: 'The update resource task was submitted successfully(提交更新资源任务成功)',
    }),
    { rawBody: true },
  ),
);
