import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Operation } from '@/contracts/operation';
import { auditDenial } from '../audit/writer';
import { type Actor, NOBODY } from '../auth/actor';
import { authenticate, authenticateBySession } from '../auth/authenticate';
import type { Context } from '../context';
import { AppError } from '../errors';
import { readyDatabase, runtime } from '../runtime';
import { clientAddress } from './client-address';
import { ERROR_TABLE } from './error-table';
import { DEFAULT_BODY_BYTES, parseInput, queryObject, readFormOrJson, readJson, refuseNul } from './input';
import { refuseCrossSite } from './origin';

/** Any operation, whatever its shapes. */
export type AnyOperation = Operation;

/** What a handler gets: the checked input and the request it came from. */
export interface Input<Op extends AnyOperation> {
  params: z.output<Op['params']>;
  query: z.output<Op['query']>;
  body: z.output<Op['body']>;
  request: Request;
  /** Client's address; null when it is not known. */
  address: string | null;
}

/** How a route differs from the usual. */
export interface RouteOptions {
  /** Largest body in bytes. */
  bodyBytes?: number;
  /** Only cookies prove who asks. */
  sessionOnly?: boolean;
  /** A GET that changes state, kept for old clients: checked for its origin like a POST. */
  changesState?: boolean;
  /** Open to people who have to change their password first. */
  beforePasswordChange?: boolean;
  /** Read only the query and path; the handler takes the body as a stream. */
  rawBody?: boolean;
  /** The service judges what a body holds one by one, and keeps the good of it: the body is not refused as a whole. */
  judgesItems?: boolean;
  /** The body may also be a form, as some of Linkis' clients send it. */
  formBody?: boolean;
}

/** What is known of a request when its answer is written. */
export interface Exchange {
  operation: AnyOperation;
  request: Request;
  requestId: string;
  actor: Actor;
  started: number;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

function requestIdOf(headers: Headers): string {
  const given = headers.get('x-request-id');
  return given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}

/** Begins an exchange: its request id and its clock. */
export function beginExchange(operation: AnyOperation, request: Request): Exchange {
  return { operation, request, requestId: requestIdOf(request.headers), actor: NOBODY, started: performance.now() };
}

/** Turns anything thrown into the error that is answered; what nobody foresaw becomes `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError(
    'internal',
    'Something went wrong in the server. Nothing is known to have changed; the request id finds the cause in the server log.',
    { cause: error },
  );
}

/** As `parseInput`, for what no text with a NUL may be in. */
function parsePlain<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  refuseNul(value, where);
  return parseInput(schema, value, where);
}

function admit(operation: AnyOperation, actor: Actor, options: RouteOptions): void {
  if (operation.access === 'public') return;
  if (actor.via === 'nobody') {
    throw new AppError('unauthenticated', 'You are not logged in, please login first(您尚未登录，请先登录)!');
  }
  // What must be changed binds the person; programs come with tokens, which are made only after the change.
  if (actor.mustChangePassword && actor.byCookie && !options.beforePasswordChange) {
    throw new AppError(
      'password_change_required',
      'Change the one-time password first: sign in to the console, it asks for a new one.',
    );
  }
}

/**
 * The common way of a request: authenticate → origin → access → parse → handler. What is thrown on the way is for the
 * dialect to write.
 */
export async function runExchange<Op extends AnyOperation, T>(
  exchange: Exchange,
  operation: Op,
  options: RouteOptions,
  routeParams: Promise<unknown> | undefined,
  handler: (context: Context, input: Input<Op>) => Promise<T>,
): Promise<T> {
  const { request, requestId } = exchange;
  const { configuration, clock, log, sessionSecret } = runtime();
  const database = readyDatabase();
  const address = clientAddress(request.headers, configuration.trustedProxies);
  const means = { database, configuration, sessionSecret: sessionSecret ?? '' };
  const credentials = { headers: request.headers, address, now: clock.now() };
  const identify = options.sessionOnly ? authenticateBySession : authenticate;
  const actor =
    operation.access === 'public'
      ? await identify(means, credentials).catch(() => NOBODY)
      : await identify(means, credentials);
  exchange.actor = actor;
  admit(operation, actor, options);
  if ((!SAFE_METHODS.has(request.method) || options.changesState) && (actor.byCookie || actor.via === 'nobody')) {
    refuseCrossSite(request.headers, configuration.publicUrl);
  }
  const linkis = operation.dialect === 'linkis';
  const params = parsePlain(operation.params, (await routeParams) ?? {}, 'path');
  const query = parsePlain(operation.query, queryObject(new URL(request.url).searchParams, linkis), 'query');
  const hasBody = !options.rawBody && !SAFE_METHODS.has(request.method) && operation.body.def.type !== 'undefined';
  const readBody = options.formBody ? readFormOrJson : readJson;
  const parseBody = options.judgesItems ? parseInput : parsePlain;
  const body = hasBody
    ? parseBody(operation.body, await readBody(request, options.bodyBytes ?? DEFAULT_BODY_BYTES), 'body')
    : undefined;
  const context: Context = { requestId, actor, clock, log: log.child({ requestId }), database, configuration };
  return handler(context, { params, query, body, request, address } as Input<Op>);
}

/** Whether answers are checked against their schemas: in development and tests, not in production. */
const CHECKS_ANSWERS = process.env.NODE_ENV !== 'production' || process.env.CHECK_ANSWERS === 'true';

/** Makes sure that an answer is what the contract says. @throws AppError internal */
export function checkAnswer(operation: AnyOperation, data: unknown): void {
  if (!CHECKS_ANSWERS) return;
  const checked = operation.data.safeParse(data);
  if (!checked.success)
    throw new AppError('internal', 'The answer does not fit its contract.', { cause: checked.error });
}

/** Writes the log line of an exchange, and the audit row when access was denied. */
export async function endExchange(exchange: Exchange, status: number, error: AppError | null): Promise<void> {
  const { operation, request, requestId, actor, started } = exchange;
  const { log, database, clock, phase } = runtime();
  const line = {
    requestId,
    operation: operation.id,
    method: request.method,
    path: new URL(request.url).pathname,
    status,
    ms: Math.round((performance.now() - started) * 10) / 10,
    actor: actor.name || undefined,
    code: error?.code,
  };
  if (!error) log.info(line, 'request');
  else log[ERROR_TABLE[error.code].level]({ ...line, reason: error.message, err: error.detail.cause }, 'request');
  const denied =
    error &&
    (error.code === 'forbidden' ||
      error.code === 'cross_site' ||
      error.detail.hidden === true ||
      (error.code === 'unauthenticated' && error.detail.linkisCode !== undefined));
  if (denied && database && phase === 'ready') {
    const name = actor.name || request.headers.get('token-user') || 'nobody';
    await auditDenial(
      database,
      {
        actor: name,
        action: operation.id,
        objectType: 'endpoint',
        objectId: line.path,
        requestId,
        detail: { reason: error.message },
      },
      clock.now(),
    );
  }
}
