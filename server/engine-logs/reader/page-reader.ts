import type { LogLine, LogMatch } from '@/contracts/engine-logs';
import { EntryTracker } from '../rules/entry';
import { shownText } from '../rules/line-text';
import { readStamp, type Stamp } from '../rules/stamp';
import { decodeLine } from './encoding';
import { countNewlines } from './line-bytes';
import { LINE_BYTES, type LineRun, type LineSpan, linesAfter, linesBefore } from './line-reader';
import { dateTime, type LogClock } from './log-clock';
import type { LogIndex } from './log-index';
import type { OpenLog } from './open-log';
import { scan } from './scan-threads';

/** How long a page waits for the index of a large log; without it, lines come without their numbers. */
const INDEX_PATIENCE_MS = 60;
/** Up to this size the index takes no longer than it takes to start a thread, and is waited for. */
const SMALL_BYTES = 64 << 20;
const SMALL_PATIENCE_MS = 1000;
/** Lines above a page in which the entry is looked for that its first line belongs to. */
const CONTEXT_LINES = 300;
/** A single line that a filter keeps is read with as many bytes: its end may be two of them. */
const LINE_WINDOW = LINE_BYTES + 2;
/** Up to so many bytes between two lines are read to count on from the first. */
const NEAR_BYTES = 32 << 10;

/** A page of lines, its place, and the index if it is there. */
export interface PageOfLines {
  lines: LogLine[];
  startOffset: number;
  endOffset: number;
  index: LogIndex | null;
}

/** The index, if it is there or comes soon. Its building goes on either way. */
async function indexSoon(log: OpenLog): Promise<LogIndex | null> {
  const patience = log.sizeBytes <= SMALL_BYTES ? SMALL_PATIENCE_MS : INDEX_PATIENCE_MS;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), patience);
  });
  try {
    return await Promise.race([log.index(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function textOf(log: OpenLog, span: LineSpan): string {
  return shownText(decodeLine(span.bytes, log.encodingAt(span.offset)));
}

/** A tracker that knows the entry which a line at an offset may belong to, from the lines above it. */
export async function trackerAt(log: OpenLog, offset: number): Promise<EntryTracker> {
  const tracker = new EntryTracker();
  const above = await linesBefore(log, offset, CONTEXT_LINES, false);
  for (const span of above.lines) tracker.next(textOf(log, span));
  return tracker;
}

/**
 * Lines with level and time, without numbers.
 * @param tracker knows the entry that the first line may belong to
 * @param clock null while it is not known what times without a date mean
 */
export function describeWith(
  log: OpenLog,
  spans: readonly LineSpan[],
  tracker: EntryTracker,
  clock: LogClock | null,
): LogLine[] {
  const timeOf = (stamp: Stamp, offset: number): number | null => {
    if (clock) return clock.instant(stamp, offset);
    return stamp.kind === 'date-time' ? dateTime(stamp, log.timeZone) : null;
  };
  return spans.map((span) => {
    const text = textOf(log, span);
    const { stamp, level, continuation } = tracker.next(text);
    const time = stamp ? timeOf(stamp, span.offset) : null;
    return {
      offset: span.offset,
      number: null,
      text,
      cut: span.cut,
      level,
      time: time === null ? null : new Date(time).toISOString(),
      continuation,
    };
  });
}

async function describeLines(log: OpenLog, spans: readonly LineSpan[], index: LogIndex | null): Promise<LogLine[]> {
  const [first] = spans;
  // A line with a time begins an entry, whatever is above it.
  const tracker = !first || readStamp(textOf(log, first)) ? new EntryTracker() : await trackerAt(log, first.offset);
  return describeWith(log, spans, tracker, index ? await log.clock() : null);
}

async function numbered(lines: LogLine[], index: LogIndex | null): Promise<LogLine[]> {
  const [first] = lines;
  if (!index || !first) return lines;
  const number = await index.lineNumber(first.offset);
  for (const [position, line] of lines.entries()) line.number = number + position;
  return lines;
}

/** Numbers lines in the order of the log, with gaps between them: near ones are counted on from the one before. */
async function numberApart(log: OpenLog, lines: LogLine[], index: LogIndex): Promise<void> {
  for (const [place, line] of lines.entries()) {
    const above = lines[place - 1];
    line.number =
      above?.number != null && line.offset - above.offset <= NEAR_BYTES
        ? above.number + countNewlines(await log.read(above.offset, line.offset - above.offset))
        : await index.lineNumber(line.offset);
  }
}

/** A run of consecutive lines as a page. */
async function toPage(log: OpenLog, run: LineRun): Promise<PageOfLines> {
  const index = await indexSoon(log);
  const lines = await numbered(await describeLines(log, run.lines, index), index);
  return { lines, startOffset: run.startOffset, endOffset: run.endOffset, index };
}

/** Consecutive lines after or before an offset. @param whole leave out a last line that is still being written */
export async function readLines(
  log: OpenLog,
  place: { after: number } | { before: number },
  limit: number,
  whole: boolean,
): Promise<PageOfLines> {
  const run =
    'after' in place
      ? await linesAfter(log, place.after, limit, whole)
      : await linesBefore(log, place.before, limit, whole);
  return toPage(log, run);
}

/** Entries that match, whole, after or before an offset. */
export async function readMatching(
  log: OpenLog,
  place: { after: number } | { before: number },
  limit: number,
  match: LogMatch,
  signal: AbortSignal,
): Promise<PageOfLines> {
  const forward = 'after' in place;
  const found = await scan(
    'filtered',
    {
      ...(await log.local()),
      match,
      from: forward ? place.after : place.before,
      direction: forward ? 'forward' : 'backward',
      limit,
    },
    signal,
  );
  const spans: LineSpan[] = [];
  for (const offset of found.offsets) {
    const run = await linesAfter(
      { sizeBytes: log.sizeBytes, read: (at, length) => log.read(at, Math.min(length, LINE_WINDOW)) },
      offset,
      1,
      false,
    );
    if (run.lines[0]) spans.push(run.lines[0]);
  }
  const index = await indexSoon(log);
  const lines = await describeLines(log, spans, index);
  if (index) await numberApart(log, lines, index);
  return { lines, startOffset: found.startOffset, endOffset: found.endOffset, index };
}

/** Offset of the first line written at or after an instant; the log's size when there is none. Waits for the index. */
export async function offsetOfTime(log: OpenLog, instant: number): Promise<number> {
  const clock = await log.clock();
  let at = clock.before(instant);
  while (at < log.sizeBytes) {
    const run = await linesAfter(log, at, 1000, false);
    if (run.lines.length === 0) break;
    for (const span of run.lines) {
      const stamp = readStamp(span.bytes.toString('latin1', 0, 64));
      const time = stamp && clock.instant(stamp, span.offset);
      if (time !== null && time >= instant) return span.offset;
    }
    at = run.endOffset;
  }
  return log.sizeBytes;
}
