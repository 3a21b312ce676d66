import { downloadLog as operation } from '@/contracts/engine-logs';
import { downloadLog } from '@/server/engine-logs/service';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(operation, async (context, { params, request }) => {
    const range = request.headers.get('range');
    const { body, sizeBytes, start, end, fileName } = await downloadLog(context, params.ticketId, params.stream, range);
    const partial = end - start < sizeBytes;
    const headers: Record<string, string> = {
      'content-type': 'text/plain;charset=utf-8',
      'content-length': String(end - start),
      'accept-ranges': 'bytes',
      'content-disposition': `attachment; filename="${fileName}"`,
    };
    if (partial) headers['content-range'] = `bytes ${start}-${end - 1}/${sizeBytes}`;
    return new Response(body, { status: partial ? 206 : 200, headers });
  }),
);
