import type { z } from 'zod';
import type { Context } from '../context';
import { AppError } from '../errors';
import { ERROR_TABLE } from './error-table';
import {
  type AnyOperation,
  beginExchange,
  checkAnswer,
  type Exchange,
  endExchange,
  type Input,
  type RouteOptions,
  runExchange,
  toAppError,
} from './pipeline';
import { commonHeaders, envelopeMethod, envelopeResponse, errorResponse, withStatus } from './respond';

/** What Next calls for a method of a route. */
export type RouteHandler = (request: Request, next: { params: Promise<unknown> }) => Promise<Response>;

/** A bound operation: its contract and the function that serves it. */
export interface BoundRoute {
  operation: AnyOperation;
  handle: RouteHandler;
}

/** Success on the Linkis paths: members of `data`, and what differs from the usual message and headers. */
export interface LinkisAnswer<Data> {
  data: Data;
  message?: string;
  /** Cookies to set. */
  cookies?: string[];
}

type LinkisOptions = RouteOptions & {
  /**
   * `method` of the envelope where it is not the path; null for what the gateway answers by itself. Errors of such
   * endpoints carry none.
   */
  method?: string | null;
};

type StreamOptions = RouteOptions & {
  /** Errors in Linkis' envelope have the HTTP status of the console's API: clients of streams look at nothing else. */
  plainStatus?: boolean;
};

/** What every route does: begins the exchange, answers or turns what is thrown into the dialect's error, and ends it. */
function bind(
  operation: AnyOperation,
  answer: (exchange: Exchange, params: Promise<unknown>) => Promise<Response>,
  method?: null,
  plainStatus = false,
): BoundRoute {
  const handle: RouteHandler = async (request, next) => {
    const exchange = beginExchange(operation, request);
    let response: Response;
    let failure: AppError | null = null;
    try {
      response = await answer(exchange, next.params);
    } catch (error) {
      failure = toAppError(error);
      response = errorResponse(exchange, failure, method);
      if (plainStatus) response = withStatus(response, ERROR_TABLE[failure.code].http);
    }
    await endExchange(exchange, response.status, failure);
    return response;
  };
  return { operation, handle };
}

/** Binds a handler to an operation of the Linkis API: the answer goes into the envelope. */
export function linkisRoute<Op extends AnyOperation>(
  operation: Op,
  handler: (context: Context, input: Input<Op>) => Promise<LinkisAnswer<z.input<Op['data']>>>,
  options: LinkisOptions = {},
): BoundRoute {
  const answer = async (exchange: Exchange, params: Promise<unknown>) => {
    const { data, message = 'OK', cookies = [] } = await runExchange(exchange, operation, options, params, handler);
    checkAnswer(operation, data);
    const method = options.method === undefined ? envelopeMethod(exchange.request) : options.method;
    const envelope = { method, status: 0, message, data: data as Record<string, unknown> };
    const response = envelopeResponse(exchange, 200, envelope);
    for (const cookie of cookies) response.headers.append('set-cookie', cookie);
    return response;
  };
  return bind(operation, answer, options.method === undefined ? undefined : null);
}

/** Binds a handler to an operation of the console's API: plain JSON, errors as problem+json. */
export function apiRoute<Op extends AnyOperation>(
  operation: Op,
  handler: (context: Context, input: Input<Op>) => Promise<z.input<Op['data']>>,
  options: RouteOptions = {},
): BoundRoute {
  return bind(operation, async (exchange, params) => {
    const data = await runExchange(exchange, operation, options, params, handler);
    checkAnswer(operation, data);
    return Response.json(data, { status: operation.success ?? 200, headers: commonHeaders(exchange) });
  });
}

/** Binds a handler that answers with a stream of its own; errors before its first byte come in the operation's dialect. */
export function streamRoute<Op extends AnyOperation>(
  operation: Op,
  handler: (context: Context, input: Input<Op>) => Promise<Response>,
  options: StreamOptions = {},
): BoundRoute {
  const stream = async (exchange: Exchange, params: Promise<unknown>) => {
    const response = await runExchange(exchange, operation, options, params, handler);
    for (const [name, value] of Object.entries(commonHeaders(exchange)))
      if (!response.headers.has(name)) response.headers.set(name, value);
    return response;
  };
  return bind(operation, stream, undefined, options.plainStatus);
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Methods = Record<(typeof METHODS)[number], RouteHandler>;

/**
 * The exports of a `route.ts`: the bound operations by their methods, and for every other method an error in the same
 * dialect that names the methods there are.
 */
export function serve(...routes: [BoundRoute, ...BoundRoute[]]): Methods {
  const allowed = routes.map((route) => route.operation.method.toUpperCase());
  const refuse: RouteHandler = async (request) => {
    const operation = { ...routes[0].operation, id: 'http.methodNotAllowed' };
    const exchange = beginExchange(operation, request);
    const error = new AppError(
      'method_not_allowed',
      `${request.method} is not served here; only ${allowed.join(', ')}.`,
    );
    const response = errorResponse(exchange, error);
    response.headers.set('allow', allowed.join(', '));
    await endExchange(exchange, response.status, error);
    return response;
  };
  const handlers = Object.fromEntries(METHODS.map((method) => [method, refuse])) as Methods;
  for (const route of routes) handlers[route.operation.method.toUpperCase() as keyof Methods] = route.handle;
  return handlers;
}
