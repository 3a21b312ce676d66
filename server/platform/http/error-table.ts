import { ERROR_CODES, type ErrorCode } from '@/contracts/errors';

interface ErrorRow {
  /** HTTP status on `/api/v1`. */
  http: number;
  /** HTTP status and `status` member on the Linkis paths: clients look at the latter (0 fine, -1 sign in, else show the message). */
  linkisHttp: number;
  linkisStatus: number;
  title: string;
  /** Level of the log line. */
  level: 'debug' | 'info' | 'warn' | 'error';
}

const row = (http: number, title: string, level: ErrorRow['level'], linkisHttp = 400, linkisStatus = 1): ErrorRow => ({
  http,
  title,
  level,
  linkisHttp,
  linkisStatus,
});

/** What every error code becomes on both APIs and in the log. The only place that knows. */
export const ERROR_TABLE: Record<ErrorCode, ErrorRow> = {
  invalid_input: row(400, 'Invalid input', 'info'),
  unauthenticated: row(401, 'Sign-in needed', 'info', 401, -1),
  session_expired: row(401, 'Session ended', 'info', 401, -1),
  password_change_required: row(403, 'Password change required', 'info'),
  forbidden: row(403, 'Not permitted', 'warn'),
  cross_site: row(403, 'Cross-site request refused', 'warn', 412, 2),
  not_found: row(404, 'Not found', 'info'),
  method_not_allowed: row(405, 'Method not allowed', 'info', 405, 1),
  conflict: row(409, 'Conflict', 'info'),
  too_large: row(413, 'Too large', 'info', 413, 1),
  too_many_attempts: row(429, 'Too many attempts', 'warn'),
  gone: row(410, 'Gone', 'info'),
  range_not_satisfiable: row(416, 'Range not satisfiable', 'info', 416, 1),
  source_unreachable: row(502, 'Source unreachable', 'warn'),
  storage_full: row(507, 'Storage full', 'error', 507, 1),
  storage_unavailable: row(503, 'Storage unavailable', 'error', 503, 1),
  database_unavailable: row(503, 'Database unavailable', 'error', 503, 1),
  not_ready: row(503, 'Not ready', 'warn', 503, 1),
  internal: row(500, 'Internal error', 'error', 500, 1),
};

/** Statuses that an operation may answer with, for the API document. */
export const ERROR_STATUSES = [...new Set(ERROR_CODES.map((code) => ERROR_TABLE[code].http))].sort((a, b) => a - b);
