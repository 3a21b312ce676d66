import { getEngineRecordFacets } from '@/contracts/engine-history';
import { engineRecordFacets } from '@/server/engine-history/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(getEngineRecordFacets, (context) => engineRecordFacets(context)),
);
