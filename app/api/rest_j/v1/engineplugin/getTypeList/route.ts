import { linkisListTypes } from '@/contracts/linkis-engine-plugin';
import { listTypes } from '@/server/materials/linkis/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisListTypes, async (context) => ({ data: { typeList: await listTypes(context) } }), { method: null }),
);
