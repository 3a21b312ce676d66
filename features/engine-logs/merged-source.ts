import type { FollowEvent, LogLine, LogPage, LogPlace, LogSource } from '@/components/log-viewer/log-source';
import type { LogState, LogStream, MergedLogPage } from '@/contracts/engine-logs';
import { readLogPage, readMergedPage } from './api';
import { isReadable } from './format';

/** Several logs are not followed by the server; they are asked for what is new. */
const FOLLOW_MILLIS = 2_000;
const LINES_FOR_A_TIME = 100;

/** All logs of an engine as one, in the order of their times. A cursor says where each of them stands. */
export function mergedSource(ticketId: string, states: readonly LogState[]): LogSource {
  const sizes = states.filter(isReadable).map(({ stream, sizeBytes }) => ({ stream, sizeBytes: sizeBytes ?? 0 }));
  const total = sizes.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const start = sizes.map(({ stream }) => `${stream}:0`).join(',');

  const read = async (place: LogPlace, limit: number, signal: AbortSignal): Promise<LogPage> => {
    const where = await toMergedPlace(ticketId, place, sizes, start, signal);
    return toPage(await readMergedPage(ticketId, { ...where, limit }, signal), start, total);
  };
  return {
    read: (place, _match, limit, signal) => read(place, limit, signal),
    async *follow(after, _lastEventId, signal, opened): AsyncGenerator<FollowEvent> {
      for (let from = after; ; ) {
        const page = await read({ after: from }, 1_000, signal);
        opened();
        if (page.lines.length > 0) {
          const { lines, after: next, endPosition } = page;
          yield {
            event: 'lines',
            lines,
            from,
            after: next,
            sizeBytes: Math.max(page.sizeBytes, endPosition),
            id: null,
          };
          from = next;
        }
        if (page.atEnd && !page.growing) return yield { event: 'ended' };
        if (page.atEnd || page.lines.length === 0) await new Promise((resolve) => setTimeout(resolve, FOLLOW_MILLIS));
        signal.throwIfAborted();
      }
    },
  };
}

/** The merged log knows cursors and times only: a percentage is that of the largest log, by the time written there. */
async function toMergedPlace(
  ticketId: string,
  place: LogPlace,
  sizes: readonly { stream: LogStream; sizeBytes: number }[],
  start: string,
  signal: AbortSignal,
): Promise<{ before?: string; after?: string; time?: string }> {
  const { before, after, time, percent } = place;
  if (before !== undefined) return { before };
  if (after !== undefined) return { after };
  if (time !== undefined) return { time };
  if (percent === 0) return { after: start };
  const largest = [...sizes].sort((one, other) => other.sizeBytes - one.sizeBytes)[0];
  if (percent === undefined || !largest) return {};
  const query = { percent, limit: LINES_FOR_A_TIME };
  const page = await readLogPage({ ticketId, stream: largest.stream }, query, signal);
  const written = page.lines.find((line) => line.time !== null)?.time;
  return written ? { time: written } : percent < 50 ? { after: start } : {};
}

function toPage(page: MergedLogPage, start: string, total: number): LogPage {
  const before = page.before ?? start;
  return {
    lines: placeLines(page),
    before,
    after: page.after,
    startPosition: bytesOf(before),
    endPosition: bytesOf(page.after),
    sizeBytes: Math.max(total, bytesOf(page.after)),
    totalLines: null,
    growing: page.growing,
    parts: [],
    atStart: page.before === null,
    atEnd: page.atEnd,
  };
}

/** Each line with a cursor of its own. From the end back, because only the start of a line is known, not its end. */
function placeLines(page: MergedLogPage): LogLine[] {
  const standing = new Map(readCursor(page.after));
  const lines: LogLine[] = [];
  for (const { offset, ...line } of [...page.lines].reverse()) {
    standing.set(line.stream, offset);
    const cursor = [...standing].map(([stream, at]) => `${stream}:${at}`).join(',');
    lines.push({ ...line, cursor, position: bytesOf(cursor) });
  }
  return lines.reverse();
}

function readCursor(cursor: string): [string, number][] {
  return cursor.split(',').map((item) => {
    const [stream = '', offset] = item.split(':');
    return [stream, Number(offset)];
  });
}

function bytesOf(cursor: string): number {
  return readCursor(cursor).reduce((sum, [, offset]) => sum + offset, 0);
}

/** Where a line begins in its own log. */
export function offsetInStream(cursor: string, stream: LogStream): number {
  return readCursor(cursor).find(([name]) => name === stream)?.[1] ?? 0;
}
