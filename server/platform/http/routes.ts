import type { z } from 'zod';
import type { Context } from '../context';
import { AppError } from '../errors';
import {
  type AnyOperation,
  beginExchange,
  checkAnswer,
  endExchange,
  type Input,
  type RouteOptions,
  runExchange,
  toAppError,
} from './pipeline';
import { commonHeaders, envelopeErrorResponse, envelopeMethod, envelopeResponse, problemResponse } from './respond';

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
  /** `method` of the envelope where it is not the path; null for what the gateway answers by itself. */
  method?: null;
};

/** Binds a handler to an operation of the Linkis API: the answer goes into the envelope. */
export function linkisRoute<Op extends AnyOperation>(
  operation: Op,
  handler: (context: Context, input: Input<Op>) => Promise<LinkisAnswer<z.input<Op['data']>>>,
  options: LinkisOptions = {},
): BoundRoute {
  const handle: RouteHandler = async (request, next) => {
    const exchange = beginExchange(operation, request);
    let response: Response;
    let failure: AppError | null = null;
    try {
      const answer = await runExchange(exchange, operation, options, next.params, handler);
      checkAnswer(operation, answer.data);
      const method = options.method === null ? null : envelopeMethod(request);
      response = envelopeResponse(exchange, 200, {
        method,
        status: 0,
        message: answer.message ?? 'OK',
        data: answer.data as Record<string, unknown>,
      });
      for (const cookie of answer.cookies ?? []) response.headers.append('set-cookie', cookie);
    } catch (error) {
      failure = toAppError(error);
      response = envelopeErrorResponse(exchange, failure, options.method);
    }
    await endExchange(exchange, response.status, failure);
    return response;
  };
  return { operation, handle };
}

/** Binds a handler to an operation of the console's API: plain JSON, errors as problem+json. */
export function apiRoute<Op extends AnyOperation>(
  operation: Op,
  handler: (context: Context, input: Input<Op>) => Promise<z.input<Op['data']>>,
  options: RouteOptions = {},
): BoundRoute {
  const handle: RouteHandler = async (request, next) => {
    const exchange = beginExchange(operation, request);
    let response: Response;
    let failure: AppError | null = null;
    try {
      const data = await runExchange(exchange, operation, options, next.params, handler);
      checkAnswer(operation, data);
      response = Response.json(data, { status: operation.success ?? 200, headers: commonHeaders(exchange) });
    } catch (error) {
      failure = toAppError(error);
      response = problemResponse(exchange, failure);
    }
    await endExchange(exchange, response.status, failure);
    return response;
  };
  return { operation, handle };
}

/** Binds a handler that answers with a stream of its own; errors before its first byte come in the operation's dialect. */
export function streamRoute<Op extends AnyOperation>(
  operation: Op,
  handler: (context: Context, input: Input<Op>) => Promise<Response>,
  options: RouteOptions = {},
): BoundRoute {
  const handle: RouteHandler = async (request, next) => {
    const exchange = beginExchange(operation, request);
    let response: Response;
    let failure: AppError | null = null;
    try {
      response = await runExchange(exchange, operation, options, next.params, handler);
      for (const [name, value] of Object.entries(commonHeaders(exchange)))
        if (!response.headers.has(name)) response.headers.set(name, value);
    } catch (error) {
      failure = toAppError(error);
      response =
        operation.dialect === 'linkis'
          ? envelopeErrorResponse(exchange, failure, undefined)
          : problemResponse(exchange, failure);
    }
    await endExchange(exchange, response.status, failure);
    return response;
  };
  return { operation, handle };
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
    const response =
      operation.dialect === 'linkis'
        ? envelopeErrorResponse(exchange, error, undefined)
        : problemResponse(exchange, error);
    response.headers.set('allow', allowed.join(', '));
    await endExchange(exchange, response.status, error);
    return response;
  };
  const handlers = Object.fromEntries(METHODS.map((method) => [method, refuse])) as Methods;
  for (const route of routes) handlers[route.operation.method.toUpperCase() as keyof Methods] = route.handle;
  return handlers;
}
