import { createSerializer, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs';
import type { LogStream } from '@/contracts/engine-logs';

/** Log streams; a copy, because the contract's own list would bring zod into the browser. */
const LOG_STREAMS = ['stdout', 'stderr', 'gc', 'yarnApp', 'udfLog'] as const satisfies readonly LogStream[];

/** Name of the tab that shows all logs by time. */
export const ALL_LOGS = 'all';

/** Which log is read, and the line that a link points to: its anchor, and how many lines from there on. */
export const logParsers = {
  log: parseAsStringLiteral([...LOG_STREAMS, ALL_LOGS]),
  anchor: parseAsString,
  lines: parseAsInteger,
};

/** An address with a place in it. */
export const serializePlace = createSerializer(logParsers);
