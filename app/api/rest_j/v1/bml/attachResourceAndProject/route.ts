import { bmlAttachResource } from '@/contracts/linkis-bml-projects';
import { attachResource } from '@/server/library/projects/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlAttachResource,
    async (context, { body }) => {
      await attachResource(context, body);
      return { data: {}, message: 'attach resource and project ok' };
    },
    { method: null },
  ),
);
