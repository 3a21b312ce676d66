import { z } from 'zod';

/** HTTP methods that operations use. */
export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/**
 * Which of the two APIs an operation belongs to: `linkis` answers in the Linkis envelope, `console` with plain HTTP
 * codes and problem+json.
 */
export type Dialect = 'linkis' | 'console';

/** Coarse access, checked before the handler; finer rules live in each module's `policy.ts`. */
export type Access = 'public' | 'signed-in';

/**
 * The contract of one endpoint: where it is, what it accepts and what it answers. Routes bind a handler to it, the
 * OpenAPI document is generated from it, and browser code takes its types from it.
 */
export interface Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Data extends z.ZodType = z.ZodType,
> {
  /** Unique name, `domain.verb`; also the OpenAPI operationId and the `operation` of log lines. */
  id: string;
  method: Method;
  /** Path with `{name}` for parameters, from the root of the server. */
  path: string;
  dialect: Dialect;
  access: Access;
  /** One sentence for the API document. */
  summary: string;
  params: Params;
  query: Query;
  body: Body;
  /** The body of a success; under the Linkis dialect the `data` member of the envelope. */
  data: Data;
  /** HTTP status of a success; 200 unless given. */
  success?: number;
  /** Media type of a success that is not JSON (a stream). */
  stream?: string;
}

const none = z.object({});

type Parts<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, D extends z.ZodType> = Omit<
  Operation<P, Q, B, D>,
  'params' | 'query' | 'body' | 'data' | 'access'
> & { access?: Access; params?: P; query?: Q; body?: B; data: D };

/** Declares an operation; whatever is left out accepts nothing (parameters, query, body) or needs sign-in (access). */
export function operation<
  D extends z.ZodType,
  P extends z.ZodType = typeof none,
  Q extends z.ZodType = typeof none,
  B extends z.ZodType = z.ZodUndefined,
>(parts: Parts<P, Q, B, D>): Operation<P, Q, B, D> {
  return {
    access: 'signed-in',
    ...parts,
    params: parts.params ?? (none as unknown as P),
    query: parts.query ?? (none as unknown as Q),
    body: parts.body ?? (z.undefined() as unknown as B),
  };
}
