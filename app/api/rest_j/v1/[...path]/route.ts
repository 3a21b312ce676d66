import { linkisUnknown } from '@/contracts/linkis-unknown';
import { AppError } from '@/server/platform/errors';
import { withStatus } from '@/server/platform/http/respond';
import { linkisRoute, type RouteHandler } from '@/server/platform/http/routes';

const route = linkisRoute(linkisUnknown, async (_context, { request }) => {
  throw new AppError('not_found', `Nothing is served at ${new URL(request.url).pathname}.`);
});

const handle: RouteHandler = async (request, next) => {
  const response = await route.handle(request, next);
  return response.status === 400 ? withStatus(response, 404) : response;
};

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
