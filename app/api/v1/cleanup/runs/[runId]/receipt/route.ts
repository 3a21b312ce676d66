import { readCleanupReceipt } from '@/contracts/cleanup';
import { readReceipt } from '@/server/cleanup/service';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(readCleanupReceipt, (context, { params, query }) => readReceipt(context, params.runId, query.format)),
);
