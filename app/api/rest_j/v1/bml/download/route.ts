import { bmlDownload } from '@/contracts/linkis-bml';
import { downloadVersion } from '@/server/library/downloads/service';
import { fileResponse, wishOf } from '@/server/platform/http/download';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(
    bmlDownload,
    async (context, { query, request, address }) => {
      const download = await downloadVersion(context, query, { ...wishOf(request), address });
      return fileResponse(download, 'application/x-msdownload;charset=utf-8');
    },
    { plainStatus: true },
  ),
);
