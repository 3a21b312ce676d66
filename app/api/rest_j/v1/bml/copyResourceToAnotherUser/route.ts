import { bmlCopyResource } from '@/contracts/linkis-bml';
import { copyResource } from '@/server/library/owners/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlCopyResource,
    async (context, { body, address }) => {
      return { data: await copyResource(context, body, address) };
    },
    {},
  ),
);
