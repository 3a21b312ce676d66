/** Every error in the chain of causes, outermost first; drivers hide theirs at different depths. */
function* chain(error: unknown): Generator<Record<string, unknown>> {
  let current = error;
  for (let depth = 0; depth < 8 && current && typeof current === 'object'; depth++) {
    const here = current as Record<string, unknown>;
    yield here;
    const meta = here.meta as Record<string, unknown> | undefined;
    const driver = (meta?.driverAdapterError ?? here.driverAdapterError) as unknown;
    current = driver ?? here.cause;
  }
}

const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
  'ENOENT',
  'SQLITE_CANTOPEN',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2037',
  // PostgreSQL: connection exceptions, shutting down, starting up.
  '08000',
  '08003',
  '08006',
  '57P01',
  '57P02',
  '57P03',
  // MariaDB and MySQL: pool and socket errors of the driver, server shutting down.
  'ER_GET_CONNECTION_TIMEOUT',
  'ER_SOCKET_UNEXPECTED_CLOSE',
  'ER_CONNECTION_TIMEOUT',
  'ER_CMD_CONNECTION_CLOSED',
  'ER_SERVER_SHUTDOWN',
  'ER_POOL_ALREADY_CLOSED',
  'ER_SOCKET_TIMEOUT',
  'ER_SOCKET_CREATION_FAIL',
]);
const UNAVAILABLE_NUMBERS = new Set([1053, 1927, 45009, 45012, 45013, 45025, 45026, 45028, 45037]);
const UNAVAILABLE_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
const UNAVAILABLE_TEXT =
  /ECONNREFUSED|ECONNRESET|connection terminated|Can't reach database|server closed the connection|socket has unexpectedly been closed|pool timeout|timeout exceeded when trying to connect|Connection was killed|starting up|Cannot execute new commands: connection closed/i;

/** Whether an error means that the database is out of reach, as opposed to not liking what it was asked. */
export function isUnavailable(error: unknown): boolean {
  for (const link of chain(error)) {
    if (UNAVAILABLE_CODES.has(String(link.code)) || UNAVAILABLE_CODES.has(String(link.originalCode))) return true;
    if (UNAVAILABLE_NUMBERS.has(Number(link.errno ?? link.originalCode ?? link.code))) return true;
    if (UNAVAILABLE_KINDS.has(String(link.kind))) return true;
    if (typeof link.message === 'string' && UNAVAILABLE_TEXT.test(link.message)) return true;
  }
  return false;
}

const FULL_CODES = new Set(['SQLITE_FULL', '13', '53100', 'ER_DISK_FULL', '1021', 'ER_RECORD_FILE_FULL', '1114']);
const FULL_TEXT = /database or disk is full|No space left on device/i;

/** Whether an error means that the database has no room to write. */
export function isFull(error: unknown): boolean {
  for (const link of chain(error)) {
    if (FULL_CODES.has(String(link.code)) || FULL_CODES.has(String(link.originalCode))) return true;
    if (typeof link.message === 'string' && FULL_TEXT.test(link.message)) return true;
  }
  return false;
}

const CONFLICT_CODES = new Set(['P2034', '40001', '40P01', '1213', '1205', '1020']);

/** Whether a transaction lost against a concurrent one and may be tried again. */
export function isConflict(error: unknown): boolean {
  for (const link of chain(error)) {
    if (link.kind === 'TransactionWriteConflict') return true;
    if (CONFLICT_CODES.has(String(link.code)) || CONFLICT_CODES.has(String(link.originalCode))) return true;
    if (typeof link.message === 'string' && /Record has changed since last read|deadlock/i.test(link.message))
      return true;
  }
  return false;
}

/** Whether an error is a unique key that is taken. */
export function isUniqueViolation(error: unknown): boolean {
  for (const link of chain(error)) {
    if (link.kind === 'UniqueConstraintViolation' || link.code === 'P2002') return true;
    if (['1062', '23505', '2067', '1555'].includes(String(link.originalCode ?? link.code))) return true;
  }
  return false;
}

const UNSTORABLE_CODES = new Set(['1366', '1406', '22001', '22021', '22P05']);
const UNSTORABLE_TEXT = /Incorrect string value|Data too long|invalid byte sequence|value too long for type/i;

/** Whether a database refused a value: a character that its column does not know, or a text that is too long for it. */
export function isUnstorable(error: unknown): boolean {
  for (const link of chain(error)) {
    if (UNSTORABLE_CODES.has(String(link.originalCode ?? link.code))) return true;
    if (typeof link.message === 'string' && UNSTORABLE_TEXT.test(link.message)) return true;
  }
  return false;
}
