import { linkisPublicKey } from '@/contracts/linkis-user';
import { linkisRoute, serve } from '@/server/platform/http/routes';

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  linkisRoute(
    linkisPublicKey,
    async () => ({ data: { enableSSL: false, enableLoginEncrypt: false }, message: 'Gain success(获取成功)！' }),
    { method: null },
  ),
);
