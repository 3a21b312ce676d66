import { linkisDownloadEngineLog } from '@/contracts/linkis-engine-logs';
import { downloadLinkisLog } from '@/server/engine-logs/linkis/service';
import { LENGTH_HEADER } from '@/server/platform/http/respond';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(linkisDownloadEngineLog, async (context, { query }) => {
    const { body, sizeBytes, fileName } = await downloadLinkisLog(context, query);
    return new Response(body, {
      headers: {
        'content-type': 'application/octet-stream',
        [LENGTH_HEADER]: String(sizeBytes),
        'cache-control': 'no-store, no-transform',
        'content-disposition': `attachment; filename="${fileName}"`,
      },
    });
  }),
);
