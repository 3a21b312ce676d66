import { parseAsInteger, parseAsStringLiteral } from 'nuqs';
import type { LogStream } from '@/contracts/engine-logs';

/** Log streams; a copy, because the contract's own list would bring zod into the browser. */
const LOG_STREAMS = ['stdout', 'stderr', 'gc', 'yarnApp', 'udfLog'] as const satisfies readonly LogStream[];

/** Which log is read, and the byte offset of the line that a link points to. */
export const logParsers = {
  log: parseAsStringLiteral(LOG_STREAMS),
  offset: parseAsInteger,
};
