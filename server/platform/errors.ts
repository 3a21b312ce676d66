import type { ErrorCode } from '@/contracts/errors';

/** A fault of one field of the input, named by its path. */
export interface FieldFault {
  path: string;
  message: string;
}

interface ErrorDetail {
  /** Faults by field, for `invalid_input`. */
  faults?: FieldFault[];
  /** The object is there, but not for who asks: answered as if it were not, and audited as denied. */
  hidden?: boolean;
  /** What went wrong underneath; logged, never sent. */
  cause?: unknown;
  /** Code of the Linkis error that clients of the compatible endpoints expect in `errorMsg.errCode`. */
  linkisCode?: number;
  /** Members of `data` in the Linkis envelope. */
  data?: Record<string, unknown>;
  /** Seconds after which trying again makes sense. */
  retryAfterSeconds?: number;
}

const BRAND = Symbol.for('engineroom.AppError');

/**
 * The one error that services throw on purpose. `message` is safe to show: it says what happened, to which object, and
 * what to do. The code decides HTTP status and log level (see `http/error-table.ts`).
 */
export class AppError extends Error {
  readonly detail: ErrorDetail;
  readonly [BRAND] = true;

  /** The bundler gives start-up code and routes copies of this class; an error of either is an error of both. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  constructor(
    readonly code: ErrorCode,
    message: string,
    detail: ErrorDetail = {},
  ) {
    super(message, { cause: detail.cause });
    this.name = 'AppError';
    this.detail = detail;
  }
}
