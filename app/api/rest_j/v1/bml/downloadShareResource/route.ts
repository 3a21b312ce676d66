import { bmlDownloadShareResource } from '@/contracts/linkis-bml';
import { downloadShared } from '@/server/library/downloads/service';
import { fileResponse, wishOf } from '@/server/platform/http/download';
import { serve, streamRoute } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  streamRoute(
    bmlDownloadShareResource,
    async (context, { query, request, address }) => {
      const download = await downloadShared(context, query, { ...wishOf(request), address });
      return fileResponse(download, 'application/x-msdownload;charset=utf-8');
    },
    { plainStatus: true },
  ),
);
