import { bmlGetVersions, bmlPostVersions } from '@/contracts/linkis-bml';
import { listVersions } from '@/server/library/listing/service';
import { linkisRoute, serve } from '@/server/platform/http/routes';

const message = 'Version information obtained successfully (成功获取版本信息)';
const options = { method: '/bml/getVersions' };

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    bmlGetVersions,
    async (context, { query }) => ({ data: await listVersions(context, query), message }),
    options,
  ),
  linkisRoute(
    bmlPostVersions,
    async (context, { query, body }) => ({ data: await listVersions(context, { ...body, ...query }), message }),
    { ...options, formBody: true },
  ),
);
