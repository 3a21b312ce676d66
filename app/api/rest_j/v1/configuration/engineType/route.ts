import { LINKIS_ENGINE_TYPES, linkisListEngineTypes } from '@/contracts/linkis-engine-history';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisListEngineTypes, async () => ({ data: { engineType: [...LINKIS_ENGINE_TYPES] } })),
);
