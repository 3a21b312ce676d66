import { readMetrics } from '@/contracts/metrics';
import { renderMetrics } from '@/server/metrics/service';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(readMetrics, async (context) => {
    const { text, contentType } = await renderMetrics(context);
    return new Response(text, { headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store' } });
  }),
);
