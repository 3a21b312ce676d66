import { linkisUpdatePlugin } from '@/contracts/linkis-engine-plugin';
import { updatePlugin } from '@/server/materials/linkis/service';
import { formReader } from '@/server/platform/http/multipart';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisUpdatePlugin,
    async (context, { request, address }) => {
      await updatePlugin(context, formReader(request), address ?? '');
      return { data: { msg: 'upload file success' } };
    },
    { method: null, rawBody: true },
  ),
);
