import { readMergedLog as operation } from '@/contracts/engine-logs';
import { readMergedLog } from '@/server/engine-logs/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(operation, (context, { params, query }) => readMergedLog(context, params.ticketId, query)),
);
