/** Importance of a line, by which it is coloured. */
export type LogLevel = 'error' | 'warn' | 'quiet' | 'plain';

/** Reads the level near the beginning of a line; lines of a stack trace count as errors. */
export function readLevel(text: string): LogLevel {
  const start = text.slice(0, 120);
  if (
    /\b(?:ERROR|FATAL|SEVERE)\b/.test(start) ||
    /^(?:\s+at [\w.$]+|Caused by:|Traceback |[\w.$]+(?:Exception|Error)\b)/.test(start)
  )
    return 'error';
  if (/\bWARN(?:ING)?\b/.test(start)) return 'warn';
  if (/\b(?:DEBUG|TRACE)\b/.test(start)) return 'quiet';
  return 'plain';
}
