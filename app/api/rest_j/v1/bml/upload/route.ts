import { bmlUpload } from '@/contracts/linkis-bml';
import { uploadResource } from '@/server/library/uploads/service';
import { formReader } from '@/server/platform/http/multipart';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlUpload,
    async (context, { request, address }) => ({
      data: await uploadResource(context, formReader(request), address),
      message: 'The task of submitting and uploading resources was successful(提交上传资源任务成功)',
    }),
    { rawBody: true, method: '/bml/upload' },
  ),
);
