import { downloadLog as operation } from '@/contracts/engine-logs';
import { downloadLog } from '@/server/engine-logs/service';
import { LENGTH_HEADER } from '@/server/platform/http/respond';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(operation, async (context, { params, query, request }) => {
    const download = await downloadLog(context, params.ticketId, params.stream, {
      gzip: query.gzip,
      range: request.headers.get('range'),
      ifRange: request.headers.get('if-range'),
    });
    const { body, sizeBytes, start, end, entityTag, fileName } = download;
    const headers: Record<string, string> = {
      'content-disposition': `attachment; filename="${fileName}"`,
      // Compressed on the way it would have another length than it says, and ranges of other bytes.
      'cache-control': 'no-store, no-transform',
    };
    if (query.gzip) return new Response(body, { headers: { ...headers, 'content-type': 'application/gzip' } });
    const partial = end - start < sizeBytes;
    if (partial) headers['content-range'] = `bytes ${start}-${end - 1}/${sizeBytes}`;
    return new Response(body, {
      status: partial ? 206 : 200,
      headers: {
        ...headers,
        'content-type': 'text/plain;charset=utf-8',
        [LENGTH_HEADER]: String(end - start),
        'accept-ranges': 'bytes',
        etag: entityTag,
      },
    });
  }),
);
