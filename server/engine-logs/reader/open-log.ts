import type { LogState, LogStream } from '@/contracts/engine-logs';
import type { Configuration } from '@/server/platform/config/environment';
import { ABSENCE_REASONS, type LogFile, openLog } from './log-directory';

/** A log of one engine, opened: its parts joined in order, as long as they were then. */
export interface OpenLog {
  stream: LogStream;
  state: Extract<LogState['state'], 'growing' | 'complete' | 'truncated'>;
  source: NonNullable<LogState['source']>;
  sizeBytes: number;
  modifiedTime: Date | null;
  /** Bytes from an offset on; fewer than asked for only at the end, or when a file became shorter. */
  read(offset: number, length: number): Promise<Buffer>;
  /** Where the line with this number (from 1) begins; `sizeBytes` when there are fewer lines. Waits for the index. */
  lineOffset(number: number): Promise<number>;
  /** Number of the line that holds this byte. Waits for the index. */
  lineNumber(offset: number): Promise<number>;
  /** Lines of the log; a last one without an end counts. Waits for the index. */
  totalLines(): Promise<number>;
  close(): Promise<void>;
}

/** Why a log cannot be opened. */
export interface LogAbsence {
  state: Exclude<LogState['state'], 'growing' | 'complete' | 'truncated'>;
  /** What exactly is wrong, in a sentence. */
  reason: string;
}

const NEWLINE = 0x0a;
const SCAN_BYTES = 1 << 20;

/** Calls back with each newline's offset, from an offset on, until told to stop. */
async function walk(file: LogFile, from: number, at: (offset: number) => boolean): Promise<void> {
  for (let start = from; start < file.sizeBytes; ) {
    const chunk = await file.read(start, SCAN_BYTES);
    if (chunk.length === 0) return;
    for (let found = chunk.indexOf(NEWLINE); found >= 0; found = chunk.indexOf(NEWLINE, found + 1))
      if (!at(start + found)) return;
    start += chunk.length;
  }
}

async function newlinesBefore(file: LogFile, offset: number): Promise<number> {
  let count = 0;
  await walk(file, 0, (at) => {
    if (at < offset) count++;
    return at < offset;
  });
  return count;
}

/** Opens a log of an engine. The caller closes it, and has made sure that the actor may read it. */
export async function openEngineLog(
  context: { configuration: Configuration },
  location: { suffix: string | null; ecm: string | null; ended: boolean },
  stream: LogStream,
): Promise<OpenLog | LogAbsence> {
  const file = await openLog(context.configuration.logRoots, location, stream);
  if (typeof file === 'string') return { state: file, reason: `${ABSENCE_REASONS[file]}` };
  return {
    stream,
    state: location.ended ? 'complete' : 'growing',
    source: 'directory',
    sizeBytes: file.sizeBytes,
    modifiedTime: file.modifiedTime,
    read: file.read,
    lineOffset: async (number) => {
      let offset = number <= 1 ? 0 : file.sizeBytes;
      let line = 1;
      if (number > 1)
        await walk(file, 0, (at) => {
          line++;
          if (line === number) offset = at + 1;
          return line < number;
        });
      return offset;
    },
    lineNumber: async (offset) => (await newlinesBefore(file, offset)) + 1,
    totalLines: async () => {
      const last = file.sizeBytes > 0 ? (await file.read(file.sizeBytes - 1, 1))[0] : NEWLINE;
      return (await newlinesBefore(file, file.sizeBytes)) + (last === NEWLINE ? 0 : 1);
    },
    close: file.close,
  };
}
