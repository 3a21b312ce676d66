import { Cron } from 'croner';
import { AppError } from '@/server/platform/errors';

function fault(path: string, message: string, cause: unknown): AppError {
  return new AppError('invalid_input', `The schedule cannot be used: ${message}`, {
    cause,
    faults: [{ path, message }],
  });
}

/**
 * The next moment of a cron expression with five fields after another moment; null when there is none.
 * @param timeZone IANA name; a time that clocks skip is run when they have gone forward
 * @throws AppError invalid_input naming `cron` or `timeZone`
 */
export function nextTime(cron: string, timeZone: string, after: Date): Date | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (error) {
    throw fault('timeZone', 'expected an IANA time zone such as Asia/Shanghai or UTC', error);
  }
  if (cron.split(/\s+/).length !== 5)
    throw fault('cron', 'expected five fields, such as "30 2 * * 6" for Saturdays at 02:30', null);
  try {
    return new Cron(cron, { timezone: timeZone, paused: true }).nextRun(after);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw fault('cron', message.replace(/^CronPattern: /, ''), error);
  }
}
