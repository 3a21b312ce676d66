import { readCleanupReceipt } from '@/contracts/cleanup-receipts';
import { readReceipt } from '@/server/cleanup/service';
import { apiRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  apiRoute(readCleanupReceipt, (context, { params }) => readReceipt(context, params.runId)),
);
