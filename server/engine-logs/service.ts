import { LOG_STREAMS, type LogMatch, type LogPage, type LogState, type LogStream } from '@/contracts/engine-logs';
import { getLogLocation } from '@/server/engine-history/service';
import type { Context } from '@/server/platform/context';
import { rangeOf } from '@/server/platform/http/download';
import { findArchiveStatuses } from './archive/open-archived';
import { openVisibleLog, withLog } from './log-access';
import { openAmongOthers } from './log-opening';
import { entityTagOf, gzipStream, type LogDownload, rawStream } from './reader/log-download';
import type { OpenLog } from './reader/open-log';
import { offsetOfTime, type PageOfLines, readLines, readMatching } from './reader/page-reader';

export { followLog } from './log-follow';
export { readMergedLog } from './log-merge';
export { findLogErrors, findNearestHit, searchLog } from './log-search';

const NOTHING = { source: null, sizeBytes: null, modifiedTime: null };

/** Which logs of an engine exist, where they are, and why others are not. @throws AppError not_found */
export async function listLogStreams(context: Context, ticketId: string): Promise<LogState[]> {
  const location = await getLogLocation(context, ticketId);
  const archives = await findArchiveStatuses(context, location.ticketId);
  return Promise.all(
    LOG_STREAMS.map(async (stream): Promise<LogState> => {
      const log = await openAmongOthers(context, location, stream);
      const archive = archives.get(stream);
      if ('reason' in log) {
        const { archivedTime = null, expiresTime = null } = archive ?? {};
        return { ...NOTHING, stream, state: log.state, reason: log.reason, archivedTime, expiresTime };
      }
      await log.close();
      const { state, source, reason } = log.provenance;
      return {
        stream,
        state,
        source,
        reason,
        sizeBytes: log.sizeBytes,
        modifiedTime: log.modifiedTime?.toISOString() ?? null,
        archivedTime: archive?.archivedTime ?? null,
        expiresTime: archive?.expiresTime ?? null,
      };
    }),
  );
}

/** Which lines are wanted: at most one place, the end of the log without any; all lines or those that match. */
export interface LineQuery extends LogMatch {
  before?: number;
  after?: number;
  line?: number;
  percent?: number;
  time?: string;
  anchor?: string;
  limit: number;
}

/** The place of a query as an offset. */
async function placeOf(log: OpenLog, query: LineQuery): Promise<{ after: number } | { before: number }> {
  if (query.after !== undefined) return { after: query.after };
  if (query.before !== undefined) return { before: query.before };
  if (query.line !== undefined) return { after: await log.lineOffset(query.line) };
  if (query.percent !== undefined) return { after: Math.floor((log.sizeBytes * query.percent) / 100) };
  if (query.time !== undefined) return { after: await offsetOfTime(log, Date.parse(query.time)) };
  if (query.anchor !== undefined) return { after: await log.resolveAnchor(query.anchor) };
  return { before: log.sizeBytes };
}

/**
 * Whole lines of a log. While the engine runs, a line counts once it has ended.
 * @throws AppError not_found, gone for an anchor whose part is no more, invalid_input for a bad regular expression
 */
export function readLogLines(
  context: Context,
  ticketId: string,
  stream: LogStream,
  query: LineQuery,
  signal: AbortSignal,
): Promise<LogPage> {
  return withLog(context, ticketId, stream, async (log) => {
    const growing = log.provenance.state === 'growing';
    const place = await placeOf(log, query);
    const filtered = query.query !== undefined || query.level !== undefined;
    let page = filtered
      ? await readMatching(log, place, query.limit, query, signal)
      : await readLines(log, place, query.limit, growing);
    // Somebody who jumps behind the last line wants to see the end.
    const beyond = !filtered && page.lines.length === 0 && 'after' in place && query.after === undefined;
    if (beyond) page = await readLines(log, { before: log.sizeBytes }, query.limit, growing);
    return toLogPage(log, page, growing);
  });
}

async function toLogPage(log: OpenLog, page: PageOfLines, growing: boolean): Promise<LogPage> {
  const { lines, startOffset, endOffset, index } = page;
  // A last line that is still being written is no next page.
  const rest = endOffset >= log.sizeBytes ? 0 : (await readLines(log, { after: endOffset }, 1, growing)).lines.length;
  return {
    stream: log.stream,
    lines,
    parts: log.partList(),
    startOffset,
    endOffset,
    sizeBytes: log.sizeBytes,
    totalLines: index ? await index.totalLines() : null,
    atStart: startOffset === 0,
    atEnd: rest === 0,
    growing,
  };
}

/** What is downloaded: a range of the bytes, or all of them compressed. */
export interface DownloadQuery {
  gzip: boolean;
  /** Range header. */
  range: string | null;
  /** If-Range header: the range counts only if the log is still this one. */
  ifRange: string | null;
}

/** Opens a log for download, as long as it is now. @throws AppError not_found, range_not_satisfiable */
export async function downloadLog(
  context: Context,
  ticketId: string,
  stream: LogStream,
  { gzip, range, ifRange }: DownloadQuery,
): Promise<LogDownload> {
  const { instance } = await getLogLocation(context, ticketId);
  const log = await openVisibleLog(context, ticketId, stream);
  const name = (instance ?? ticketId).replace(/[^\w.-]/g, '_');
  const fileName = `${name}_${stream}.txt`;
  const { sizeBytes } = log;
  const entityTag = entityTagOf(log);
  try {
    if (gzip)
      return { body: gzipStream(log), sizeBytes, start: 0, end: sizeBytes, entityTag, fileName: `${fileName}.gz` };
    const { start, end } = rangeOf(ifRange === null || ifRange === entityTag ? range : null, sizeBytes);
    return { body: rawStream(log, start, end), sizeBytes, start, end, entityTag, fileName };
  } catch (error) {
    await log.close();
    throw error;
  }
}
