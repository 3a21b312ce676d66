import { linkisUploadPlugin } from '@/contracts/linkis-engine-plugin';
import { uploadPlugin } from '@/server/materials/linkis/service';
import { formReader } from '@/server/platform/http/multipart';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisUploadPlugin,
    async (context, { request, address }) => {
      await uploadPlugin(context, formReader(request), address ?? '');
      return { data: { msg: 'upload file success' } };
    },
    { method: null, rawBody: true },
  ),
);
