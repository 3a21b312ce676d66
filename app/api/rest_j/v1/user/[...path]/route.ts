import { linkisUnknownUser } from '@/contracts/linkis-unknown';
import { AppError } from '@/server/platform/errors';
import { linkisRoute } from '@/server/platform/http/routes';

const { handle } = linkisRoute(
  linkisUnknownUser,
  async (_context, { params }) => {
    const [name] = params.path;
    if (name === 'oauth-redirect')
      throw new AppError(
        'unauthenticated',
        'Gateway 未启用 OAuth 认证，请采用其他认证方式! (OAuth is not enabled; sign in otherwise.)',
      );
    if (name === 'proxy')
      throw new AppError(
        'invalid_input',
        'Validation failed: acting for another user through a proxy session is not enabled.',
      );
    throw new AppError('invalid_input', `unknown request URI ${params.path.join('/')}`);
  },
  { method: null, sessionOnly: true },
);

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
