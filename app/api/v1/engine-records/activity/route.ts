import { showEngineActivity as operation } from '@/contracts/engine-history';
import { findEngineActivity } from '@/server/engine-history/activity/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(operation, (context, { query }) => findEngineActivity(context, query)),
);
