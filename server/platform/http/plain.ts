import type { Operation } from '@/contracts/operation';
import { AppError } from '../errors';
import { readyDatabase } from '../runtime';
import { beginExchange, endExchange, toAppError } from './pipeline';
import { errorResponse, withStatus } from './respond';
import type { RouteHandler } from './routes';

/** Wraps a handler that writes its own answers: it is called only when the database is there; errors come as problem+json. */
export function answerWhenReady(
  handler: (request: Request, next: { params: Promise<unknown> }) => Promise<Response>,
): RouteHandler {
  return async (request, next) => {
    const exchange = beginExchange({ id: 'http.plain', dialect: 'console' } as Operation, request);
    try {
      readyDatabase();
      return await handler(request, next);
    } catch (error) {
      const failure = toAppError(error);
      const response = errorResponse(exchange, failure);
      await endExchange(exchange, response.status, failure);
      return response;
    }
  };
}

/** Answers every request with 404: as problem+json for the console's API, in the envelope elsewhere. */
export function answerNotFound(dialect: Operation['dialect']): RouteHandler {
  return async (request) => {
    const exchange = beginExchange({ id: 'http.notFound', dialect } as Operation, request);
    const error = new AppError('not_found', `Nothing is served at ${new URL(request.url).pathname}.`);
    const response = withStatus(errorResponse(exchange, error), 404);
    await endExchange(exchange, 404, error);
    return response;
  };
}
