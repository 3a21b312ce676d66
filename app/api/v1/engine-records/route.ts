import { listEngineRecords } from '@/contracts/engine-history';
import { findEngineRecords } from '@/server/engine-history/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(listEngineRecords, (context, { query }) => findEngineRecords(context, query)),
);
