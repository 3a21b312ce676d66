import type { Problem } from '@/contracts/errors';
import type { AppError } from '../errors';
import { ERROR_TABLE } from './error-table';
import type { Exchange } from './pipeline';

/** Header under which every answer names its request. */
const REQUEST_ID_HEADER = 'x-request-id';

/** Header by which a route says how many bytes its answer has; the server that owns the socket sends Content-Length. */
export const LENGTH_HEADER = 'x-engineroom-length';

/** Headers that every answer of the APIs carries. */
export function commonHeaders(exchange: Exchange, error: AppError | null = null): Record<string, string> {
  const headers: Record<string, string> = {
    [REQUEST_ID_HEADER]: exchange.requestId,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
  if (error?.detail.retryAfterSeconds) headers['retry-after'] = String(Math.ceil(error.detail.retryAfterSeconds));
  return headers;
}

/** An error as a problem (RFC 9457). */
export function problemOf({ requestId }: Pick<Exchange, 'requestId'>, error: AppError): Problem {
  const row = ERROR_TABLE[error.code];
  return {
    type: `urn:engineroom:error:${error.code}`,
    title: row.title,
    status: row.http,
    detail: error.message,
    code: error.code,
    requestId,
    ...(error.detail.faults ? { faults: error.detail.faults } : {}),
  };
}

/** A problem+json answer. */
function problemResponse(exchange: Exchange, error: AppError): Response {
  return new Response(JSON.stringify(problemOf(exchange, error)), {
    status: ERROR_TABLE[error.code].http,
    headers: { ...commonHeaders(exchange, error), 'content-type': 'application/problem+json' },
  });
}

/** Members of a Linkis envelope. */
export interface Envelope {
  method: string | null;
  status: number;
  message: string | null;
  data: Record<string, unknown>;
}

/** An answer in the Linkis envelope (contract: cross-cutting wire rules). */
export function envelopeResponse(
  exchange: Exchange,
  http: number,
  envelope: Envelope,
  error: AppError | null = null,
): Response {
  return new Response(JSON.stringify(envelope), {
    status: http,
    headers: { ...commonHeaders(exchange, error), 'content-type': 'application/json;charset=utf-8' },
  });
}

/** `method` of an envelope: `/api` and the path below the mount of the Linkis API. */
export function envelopeMethod(request: Request): string {
  return `/api${decodePath(new URL(request.url).pathname).replace(/^\/api\/rest_j\/v1/, '')}`;
}

function decodePath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** An error in the Linkis envelope. `method` is null where Linkis' gateway answers by itself. */
function envelopeErrorResponse(exchange: Exchange, error: AppError, method: string | null | undefined): Response {
  const row = ERROR_TABLE[error.code];
  const signIn = row.linkisStatus === -1;
  const path = new URL(exchange.request.url).pathname;
  const data: Record<string, unknown> = { ...error.detail.data };
  if (error.detail.linkisCode !== undefined && !signIn) {
    data.errorMsg = {
      level: 2,
      errCode: error.detail.linkisCode,
      desc: error.message,
      ip: '',
      port: 0,
      serviceKind: 'engineroom',
    };
  }
  const envelope = {
    method: signIn ? path : method === undefined ? envelopeMethod(exchange.request) : method,
    status: row.linkisStatus,
    message: error.message,
    data,
  };
  return envelopeResponse(exchange, row.linkisHttp, envelope, error);
}

/** An error in the dialect of the exchange's operation. @param method of the envelope, where it is not the path */
export function errorResponse(exchange: Exchange, error: AppError, method?: null): Response {
  return exchange.operation.dialect === 'linkis'
    ? envelopeErrorResponse(exchange, error, method)
    : problemResponse(exchange, error);
}

/** The same answer with another HTTP status. */
export function withStatus(response: Response, status: number): Response {
  return new Response(response.body, { status, headers: response.headers });
}
