import type { LogStream } from '@/contracts/engine-logs';
import type { LogLocation } from '@/server/engine-history/service';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { openArchived } from './archive/open-archived';
import type { LogAbsence } from './reader/log-state';
import { OpenLog, openEngineLog, type Provenance } from './reader/open-log';

/**
 * Opens a log where it is to be had: where its engine wrote it, or when that is gone or not whole, from the archive.
 * Who may read it is for the caller to decide.
 * @returns the log, to be closed by the caller, or why there is none
 * @throws AppError internal when the archive is damaged, gone when its storage has lost it
 */
export async function openLog(
  context: Context,
  location: LogLocation,
  stream: LogStream,
): Promise<OpenLog | LogAbsence> {
  const original = await openEngineLog(context.configuration, location, stream);
  if (original instanceof OpenLog && original.provenance.state !== 'truncated') return original;
  const archived = await openArchived(context, location.ticketId, stream).catch(async (error) => {
    if (original instanceof OpenLog) await original.close();
    throw error;
  });
  if (archived.state === 'archived') {
    if (original instanceof OpenLog) await original.close();
    const { parts, reason, archivedTime, expiresTime } = archived;
    const state = reason === null ? 'complete' : 'truncated';
    const provenance: Provenance = { state, source: 'archive', reason, archivedTime, expiresTime };
    return new OpenLog(context.configuration, stream, parts, provenance);
  }
  if (original instanceof OpenLog) return original;
  if (archived.state === 'expired') return archived;
  return archived.reason ? { ...original, reason: `${original.reason} ${archived.reason}` } : original;
}

/** As `openLog`, but one that is damaged is told as unreadable: it must not hide the other logs of its engine. */
export async function openAmongOthers(
  context: Context,
  location: LogLocation,
  stream: LogStream,
): Promise<OpenLog | LogAbsence> {
  try {
    return await openLog(context, location, stream);
  } catch (error) {
    if (error instanceof AppError) return { state: 'unreadable', reason: error.message };
    throw error;
  }
}
