import { downloadLog as operation } from '@/contracts/engine-logs';
import { downloadLog } from '@/server/engine-logs/service';
import { fileResponse, wishOf } from '@/server/platform/http/download';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(operation, async (context, { params, query, request }) => {
    const wish = { gzip: query.gzip, ...wishOf(request) };
    const download = await downloadLog(context, params.ticketId, params.stream, wish);
    if (!query.gzip) return fileResponse(download, 'text/plain;charset=utf-8');
    const headers = {
      'content-type': 'application/gzip',
      'content-disposition': `attachment; filename="${download.fileName}"`,
      'cache-control': 'no-store, no-transform',
    };
    return new Response(download.body, { headers });
  }),
);
