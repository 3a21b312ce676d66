import { linkisListLabelKeys, MODIFIABLE_LABELS } from '@/contracts/linkis-engine-history';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(linkisListLabelKeys, async () => ({ data: { keyList: [...MODIFIABLE_LABELS] } }), { method: null }),
);
