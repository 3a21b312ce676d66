import type { LogLine, LogStream } from '@/contracts/engine-logs';
import type { OpenLog } from './open-log';
import { offsetOfTime, readLines } from './page-reader';

/** A line of one of several logs. */
type MergedLine = LogLine & { stream: LogStream };

/** Where each log stands, as byte offsets. */
export type Positions = Map<LogStream, number>;

/** Lines of one log that belong together, at the time of their first. */
interface Entry {
  time: number;
  lines: MergedLine[];
  /** Offset behind the last line. */
  end: number;
}

/** A piece of one log that has been read. */
interface Piece {
  log: OpenLog;
  entries: Entry[];
  /** Nothing of the log lies behind (forward) or ahead of (backward) this piece. */
  exhausted: boolean;
}

/** Entries of a page; what has no time stands at the time of what was before it. */
function toEntries(stream: LogStream, lines: readonly LogLine[], end: number, known: number): Entry[] {
  const entries: Entry[] = [];
  let time = known;
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1]?.offset ?? end;
    const last = entries.at(-1);
    if (line.time) time = Date.parse(line.time);
    if (last && line.continuation) {
      last.lines.push({ ...line, stream });
      last.end = next;
    } else entries.push({ time, lines: [{ ...line, stream }], end: next });
  }
  return entries;
}

/** The time at which the log stands at an offset: of the nearest line above with a time; the beginning of time if none. */
async function timeBefore(log: OpenLog, offset: number): Promise<number> {
  const above = await readLines(log, { before: offset }, 200, false);
  const line = above.lines.findLast(({ time }) => time !== null);
  return line?.time ? Date.parse(line.time) : Number.NEGATIVE_INFINITY;
}

async function pieceAfter(log: OpenLog, offset: number, limit: number): Promise<Piece> {
  const growing = log.provenance.state === 'growing';
  const [page, known] = [await readLines(log, { after: offset }, limit, growing), await timeBefore(log, offset)];
  const entries = toEntries(log.stream, page.lines, page.endOffset, known);
  return { log, entries, exhausted: page.endOffset >= log.sizeBytes || page.lines.length === 0 };
}

async function pieceBefore(log: OpenLog, offset: number, limit: number): Promise<Piece> {
  const growing = log.provenance.state === 'growing';
  const page = await readLines(log, { before: offset }, limit, growing);
  const known = await timeBefore(log, page.startOffset);
  return { log, entries: toEntries(log.stream, page.lines, page.endOffset, known), exhausted: page.startOffset === 0 };
}

/** Takes entries in the order of time until there are enough lines, or a log has more than was read of it. */
function take(
  pieces: readonly Piece[],
  limit: number,
  latest: boolean,
): { lines: MergedLine[]; taken: Map<LogStream, Entry[]> } {
  const taken = new Map<LogStream, Entry[]>(pieces.map(({ log }) => [log.stream, []]));
  const rest = pieces.map((piece) => ({ ...piece, entries: [...piece.entries] }));
  const groups: MergedLine[][] = [];
  for (let lines = 0; lines < limit; ) {
    // A log whose read lines are used up but which has more must not be overtaken by the others.
    if (rest.some(({ entries, exhausted }) => entries.length === 0 && !exhausted)) break;
    const waiting = rest.filter(({ entries }) => entries.length > 0);
    if (waiting.length === 0) break;
    const headTime = (piece: Piece) => (latest ? piece.entries.at(-1) : piece.entries[0])?.time ?? 0;
    // Of equal times the first log comes first, in either direction.
    const next = waiting.reduce((best, other) =>
      latest ? (headTime(other) >= headTime(best) ? other : best) : headTime(other) < headTime(best) ? other : best,
    );
    const entry = (latest ? next.entries.pop() : next.entries.shift()) as Entry;
    taken.get(next.log.stream)?.push(entry);
    groups.push(entry.lines);
    lines += entry.lines.length;
  }
  if (latest) groups.reverse();
  return { lines: groups.flat(), taken };
}

/** A page of several logs merged by time. Positions are those ahead of the first line and behind the last. */
export interface MergedPage {
  lines: MergedLine[];
  before: Positions;
  after: Positions;
}

/** Lines behind the positions, in the order of their times. Entries of several lines stay together. */
export async function mergedAfter(logs: readonly OpenLog[], positions: Positions, limit: number): Promise<MergedPage> {
  const at = (log: OpenLog) => Math.min(positions.get(log.stream) ?? 0, log.sizeBytes);
  const pieces = await Promise.all(logs.map((log) => pieceAfter(log, at(log), limit)));
  const { lines, taken } = take(pieces, limit, false);
  return {
    lines,
    before: new Map(logs.map((log) => [log.stream, at(log)])),
    after: new Map(logs.map((log) => [log.stream, taken.get(log.stream)?.at(-1)?.end ?? at(log)])),
  };
}

/** Lines ahead of the positions, the latest of them. */
export async function mergedBefore(logs: readonly OpenLog[], positions: Positions, limit: number): Promise<MergedPage> {
  const at = (log: OpenLog) => Math.min(positions.get(log.stream) ?? log.sizeBytes, log.sizeBytes);
  const pieces = await Promise.all(logs.map((log) => pieceBefore(log, at(log), limit)));
  const { lines, taken } = take(pieces, limit, true);
  return {
    lines,
    before: new Map(logs.map((log) => [log.stream, taken.get(log.stream)?.at(-1)?.lines[0]?.offset ?? at(log)])),
    after: new Map(logs.map((log) => [log.stream, at(log)])),
  };
}

/** Where each log stands at an instant. */
export async function positionsAt(logs: readonly OpenLog[], instant: number): Promise<Positions> {
  return new Map(await Promise.all(logs.map(async (log) => [log.stream, await offsetOfTime(log, instant)] as const)));
}
