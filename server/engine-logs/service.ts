import { LOG_STREAMS, type LogPage, type LogState, type LogStream } from '@/contracts/engine-logs';
import { getLogLocation, type LogLocation } from '@/server/engine-history/service';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { linesAfter, linesBefore } from './reader/line-reader';
import { ABSENCE_REASONS, type LogFile, openLog } from './reader/log-directory';

const NOTHING = {
  source: null,
  reason: null,
  sizeBytes: null,
  modifiedTime: null,
  archivedTime: null,
  expiresTime: null,
};

async function withLog<T>(
  context: Context,
  ticketId: string,
  stream: LogStream,
  work: (file: LogFile, location: LogLocation) => Promise<T>,
): Promise<T> {
  const location = await getLogLocation(context, ticketId);
  const file = await openLog(context.configuration.logRoots, location, stream);
  if (typeof file === 'string')
    throw new AppError(
      'not_found',
      `The log ${stream} of ticket ${ticketId} cannot be shown: ${ABSENCE_REASONS[file]}.`,
      {
        data: { state: file },
      },
    );
  try {
    return await work(file, location);
  } catch (error) {
    await file.close().catch(() => {});
    throw error;
  }
}

/** Which logs of an engine exist, and why others do not. @throws AppError not_found */
export async function listLogStreams(context: Context, ticketId: string): Promise<LogState[]> {
  const location = await getLogLocation(context, ticketId);
  return Promise.all(
    LOG_STREAMS.map(async (stream): Promise<LogState> => {
      const file = await openLog(context.configuration.logRoots, location, stream);
      if (typeof file === 'string') return { ...NOTHING, stream, state: file, reason: ABSENCE_REASONS[file] };
      await file.close();
      return {
        ...NOTHING,
        stream,
        source: 'directory',
        state: location.ended ? 'complete' : 'growing',
        sizeBytes: file.sizeBytes,
        modifiedTime: file.modifiedTime.toISOString(),
      };
    }),
  );
}

/** Which lines are wanted: around an offset, or the end of the log when neither is given. */
export interface LineQuery {
  before?: number;
  after?: number;
  limit: number;
}

/** Whole lines of a log. While the engine runs, a line counts once it has ended. @throws AppError not_found */
export function readLogLines(
  context: Context,
  ticketId: string,
  stream: LogStream,
  query: LineQuery,
): Promise<LogPage> {
  return withLog(context, ticketId, stream, async (file, location) => {
    const whole = !location.ended;
    const run =
      query.after !== undefined
        ? await linesAfter(file, query.after, query.limit, whole)
        : await linesBefore(file, query.before ?? file.sizeBytes, query.limit, whole);
    const rest = run.endOffset >= file.sizeBytes ? 0 : (await linesAfter(file, run.endOffset, 1, whole)).lines.length;
    await file.close();
    return {
      stream,
      ...run,
      sizeBytes: file.sizeBytes,
      atStart: run.startOffset === 0,
      atEnd: rest === 0,
      growing: whole,
    };
  });
}

/** A log as a file: its bytes from `start` up to `end`, and what to call it. */
export interface LogDownload {
  body: ReadableStream<Uint8Array>;
  sizeBytes: number;
  start: number;
  /** First byte that is no longer part. */
  end: number;
  fileName: string;
}

/** The range that a Range header asks for; the whole file without one. @throws AppError range_not_satisfiable */
function rangeOf(header: string | null, size: number): { start: number; end: number } {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return { start: 0, end: size };
  const [, first = '', last = ''] = match;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (start >= size || start >= end)
    throw new AppError('range_not_satisfiable', `The log has ${size} bytes; the range asked for has none of them.`);
  return { start, end };
}

/** Opens a log for download, as long as it is now. @throws AppError not_found, range_not_satisfiable */
export function downloadLog(
  context: Context,
  ticketId: string,
  stream: LogStream,
  range: string | null,
): Promise<LogDownload> {
  return withLog(context, ticketId, stream, async (file, location) => {
    const { start, end } = rangeOf(range, file.sizeBytes);
    const name = (location.instance ?? ticketId).replace(/[^\w.-]/g, '_');
    let at = start;
    const body = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const chunk = at < end ? await file.read(at, Math.min(1 << 18, end - at)) : Buffer.alloc(0);
          at += chunk.length;
          if (chunk.length > 0) controller.enqueue(chunk);
          if (at < end && chunk.length > 0) return;
          await file.close();
          // A file that shrank must not look complete: breaking off shows that bytes are missing.
          if (at < end) controller.error(new Error('The log became shorter while it was read.'));
          else controller.close();
        },
        cancel: () => file.close(),
      },
      { highWaterMark: 1 },
    );
    return { body, sizeBytes: file.sizeBytes, start, end, fileName: `${name}_${stream}.txt` };
  });
}
