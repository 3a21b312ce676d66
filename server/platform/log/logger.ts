import pino from 'pino';

export type Logger = pino.Logger;

/**
 * Makes the process' logger: one JSON object a line on standard output. Members whose names say that they are secret
 * are never written, wherever they stand.
 */
export function makeLogger(level: string): Logger {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['password', 'token', 'secret', '*.password', '*.token', '*.secret', 'headers'], remove: true },
  });
}
