import type { LogLevel } from '@/contracts/engine-logs';

const WORDS: Record<string, LogLevel> = {
  FATAL: 'error',
  SEVERE: 'error',
  CRITICAL: 'error',
  ERROR: 'error',
  WARN: 'warn',
  WARNING: 'warn',
  NOTICE: 'info',
  INFO: 'info',
  CONFIG: 'debug',
  DEBUG: 'debug',
  FINE: 'debug',
  TRACE: 'trace',
  FINER: 'trace',
  FINEST: 'trace',
};

const WORD = /\b(FATAL|SEVERE|CRITICAL|ERROR|WARN(?:ING)?|NOTICE|INFO|CONFIG|DEBUG|FINE(?:ST|R)?|TRACE)\b/;
/** Java's unified logging writes levels small and in brackets: `[12.398s][warning][gc]`. */
const UNIFIED = /^(?:\[[^\]]{1,64}\]){0,4}?\[(error|warning|info|debug|trace)\s*\]/;
/** How far into a line its level is looked for; behind that is message. */
const REACH = 96;
/** What a program prints that ends by an error without logging it. */
const UNCAUGHT =
  /^(?:Exception in thread |Traceback \(most recent call last\)|[\w.$]{1,200}(?:Exception|Error)(?::|$))/;

/**
 * Level that a line names, from one of the notations of Log4j, Logback, Spark, Java's own loggers and Python; null when
 * it names none.
 * @param stamped the line begins with a time, so that the word behind it is its level and no part of a text
 */
export function readLevel(line: string, stamped: boolean): LogLevel | null {
  if (stamped) {
    const unified = UNIFIED.exec(line);
    if (unified) return WORDS[(unified[1] as string).toUpperCase()] ?? null;
  }
  const head = line.length > REACH ? line.slice(0, REACH) : line;
  const word = WORD.exec(head);
  // Without a time only a line's first word counts: texts speak of errors, too.
  if (word && (stamped || word.index <= 1)) return WORDS[word[1] as string] ?? null;
  return !stamped && UNCAUGHT.test(head) ? 'error' : null;
}
