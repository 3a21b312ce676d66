import { countEngineRecords as operation } from '@/contracts/engine-history';
import { countEngineRecords } from '@/server/engine-history/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(operation, (context, { query: { exact, ...filter } }) =>
    countEngineRecords(context, filter, exact === 'true'),
  ),
);
