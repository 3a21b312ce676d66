import { z } from 'zod';

/** Every code an error can carry, on both APIs. A closed list: a new one needs a row in the error table. */
export const ERROR_CODES = [
  'invalid_input',
  'unauthenticated',
  'session_expired',
  'password_change_required',
  'forbidden',
  'cross_site',
  'not_found',
  'method_not_allowed',
  'conflict',
  'too_large',
  'too_many_attempts',
  'gone',
  'range_not_satisfiable',
  'source_unreachable',
  'storage_full',
  'storage_unavailable',
  'database_unavailable',
  'not_ready',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One field's fault: `path` in dots (`events.3.time`), what is wrong and what would be right. */
export const fieldFaultSchema = z.object({ path: z.string(), message: z.string() });

/** Body of every error of `/api/v1` (RFC 9457 problem details, `application/problem+json`). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(ERROR_CODES),
  requestId: z.string(),
  faults: z.array(fieldFaultSchema).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
