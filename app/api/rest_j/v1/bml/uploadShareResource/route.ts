import { bmlUploadShareResource } from '@/contracts/linkis-bml';
import { uploadShared } from '@/server/library/uploads/service';
import { formReader } from '@/server/platform/http/multipart';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlUploadShareResource,
    async (context, { request, address }) => ({
      data: await uploadShared(context, formReader(request), address),
      message: 'The task of submitting and uploading resources was successful(提交上传资源任务成功)',
    }),
    { rawBody: true, method: null },
  ),
);
