import type { LogStream } from '@/contracts/engine-logs';
import type { LogLocation } from '@/server/engine-history/service';
import type { Context } from '@/server/platform/context';
import { openLog } from '../reader/log-directory';
import type { LogAbsence } from '../reader/open-log';
import type { SourcePart } from './blocks';

/** A log that can be archived: its files, oldest first, as long as they were when it was opened. */
export interface ArchiveSource {
  parts: SourcePart[];
}

/** Opens a log where its engine has written it, or says why there is none. The caller closes the parts. */
export type OpenSource = (
  context: Context,
  location: LogLocation,
  stream: LogStream,
) => Promise<ArchiveSource | LogAbsence>;

const ABSENCES: Record<'missing' | 'unreadable' | 'no-directory' | 'not-configured', string> = {
  missing: 'the engine has not written it, or it has been removed',
  unreadable: 'the server may not read the file, or it is no plain file inside the log root',
  'no-directory': "the engine's log directory is not under the configured log roots, or the record names none",
  'not-configured': 'no log root is configured',
};

/** Logs below the configured directories. */
export const openDirectorySource: OpenSource = async (context, location, stream) => {
  const file = await openLog(context.configuration.logRoots, location, stream);
  if (typeof file === 'string') return { state: file, reason: ABSENCES[file] };
  const { sizeBytes, modifiedTime, read, close } = file;
  const { dev, ino } = await file.handle.stat();
  return { parts: [{ key: `${dev}:${ino}`, sizeBytes, modifiedTime, read, close }] };
};
