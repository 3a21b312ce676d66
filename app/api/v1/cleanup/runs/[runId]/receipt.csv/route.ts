import { downloadCleanupReceipt } from '@/contracts/cleanup-receipts';
import { receiptAsCsv } from '@/server/cleanup/service';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(
    downloadCleanupReceipt,
    async (context, { params }) =>
      new Response(await receiptAsCsv(context, params.runId), {
        headers: {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': `attachment; filename="cleanup-${params.runId}.csv"`,
          'Cache-Control': 'no-store',
        },
      }),
  ),
);
