import type { LogStream } from '@/contracts/engine-logs';
import { getLogLocation } from '@/server/engine-history/service';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { openLog } from './log-opening';
import type { LogAbsence } from './reader/log-state';
import type { OpenLog } from './reader/open-log';

/** Why a log cannot be shown, as an error. */
export function absent(ticketId: string, stream: LogStream, { state, reason }: LogAbsence): AppError {
  const message = `The log ${stream} of ticket ${ticketId} cannot be shown: ${reason}`;
  const code = state === 'expired' ? 'gone' : state === 'unreachable' ? 'source_unreachable' : 'not_found';
  return new AppError(code, message, { data: { state } });
}

/**
 * Does something with an open log, if the actor may read it, and closes it.
 * @throws AppError not_found, gone or source_unreachable when there is none to open
 */
export async function withLog<T>(
  context: Context,
  ticketId: string,
  stream: LogStream,
  work: (log: OpenLog) => Promise<T>,
): Promise<T> {
  const log = await openVisibleLog(context, ticketId, stream);
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}

/** Opens a log that the actor may read; the caller closes it. @throws AppError not_found, gone, source_unreachable */
export async function openVisibleLog(context: Context, ticketId: string, stream: LogStream): Promise<OpenLog> {
  const location = await getLogLocation(context, ticketId);
  const log = await openLog(context, location, stream);
  if ('reason' in log) throw absent(ticketId, stream, log);
  return log;
}
