import { bmlRollbackVersion } from '@/contracts/linkis-bml';
import { rollbackVersion } from '@/server/library/owners/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlRollbackVersion,
    async (context, { body, address }) => {
      return { data: await rollbackVersion(context, body, address) };
    },
    {},
  ),
);
