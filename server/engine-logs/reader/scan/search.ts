import { endOfLine, NEWLINE } from '../line-bytes';
import type { JoinedParts } from './joined-parts';
import { breathe, lineBlocks, lineBlocksBackward, lineStartAt } from './line-blocks';
import type { LineFinder } from './line-finder';

/** Hits by each thousandth of the log. */
const BUCKETS = 1000;
/** Most hits whose places are told. */
const MOST_OFFSETS = 10_000;
const REPORT_MS = 150;
/** Blocks between two breaths: a few milliseconds of work. */
const BLOCKS_A_BREATH = 4;

/** What a search tells on its way. */
export interface SearchReport {
  scannedBytes: number;
  matches: number;
  buckets: Int32Array;
  /** Offsets of lines found since the last report. */
  offsets: number[];
}

/** What has been found so far, and what of it has been told. */
class Hits {
  matches = 0;
  scannedBytes = 0;
  #offsets: number[] = [];
  #told = 0;
  #reported = performance.now();
  readonly #buckets = new Int32Array(BUCKETS);
  readonly #scale: number;

  constructor(
    private readonly log: JoinedParts,
    private readonly tell: (progress: SearchReport) => void,
  ) {
    this.#scale = log.sizeBytes > 0 ? BUCKETS / log.sizeBytes : 0;
  }

  add(offset: number, inside: boolean): void {
    this.matches++;
    const bucket = Math.floor(offset * this.#scale);
    this.#buckets[bucket] = (this.#buckets[bucket] as number) + 1;
    if (this.#told + this.#offsets.length < MOST_OFFSETS)
      this.#offsets.push(inside ? lineStartAt(this.log, offset) : offset);
  }

  /** What is known, and which offsets were not told before. */
  report(): SearchReport {
    const offsets = this.#offsets;
    this.#told += offsets.length;
    this.#offsets = [];
    this.#reported = performance.now();
    return { scannedBytes: this.scannedBytes, matches: this.matches, buckets: this.#buckets, offsets };
  }

  /** Tells at once what was found first, then some times a second. */
  reportWhenDue(): void {
    const first = this.#told === 0 && this.#offsets.length > 0;
    if (first || performance.now() - this.#reported > REPORT_MS) this.tell(this.report());
  }
}

/** Counts the lines that fit in the whole log. Reports at once what it finds first, then some times a second. */
export async function search(
  log: JoinedParts,
  finder: LineFinder,
  stopped: () => boolean,
  report: (progress: SearchReport) => void,
): Promise<SearchReport> {
  const hits = new Hits(log, report);
  let blocks = 0;
  // A line longer than a block comes in pieces, and counts once.
  let counted = false;
  for (const block of lineBlocks(log, 0, log.sizeBytes)) {
    if (!block.begun) counted = false;
    for (let at = 0; at < block.bytes.length; ) {
      const start = finder.next(block, at);
      if (start < 0) break;
      const inside = start === 0 && block.begun;
      if (!inside || !counted) hits.add(block.start + start, inside);
      at = endOfLine(block.bytes, start);
      counted = block.bytes[at - 1] !== NEWLINE;
    }
    hits.scannedBytes = block.end;
    hits.reportWhenDue();
    if (++blocks % BLOCKS_A_BREATH === 0) await breathe();
    if (stopped()) break;
  }
  return hits.report();
}

/** Offset of the nearest line that fits: the first that begins at or after `from`, or the last that begins before it. */
export async function nearest(
  log: JoinedParts,
  finder: LineFinder,
  from: number,
  direction: 'next' | 'previous',
  stopped: () => boolean,
): Promise<number | null> {
  return direction === 'next' ? nextHit(log, finder, from, stopped) : previousHit(log, finder, from, stopped);
}

/** Where the first line begins at or after an offset. */
export function lineStartFrom(log: JoinedParts, offset: number): number {
  if (offset <= 0) return 0;
  if (offset >= log.sizeBytes) return log.sizeBytes;
  const before = Buffer.allocUnsafe(1);
  log.read(offset - 1, before);
  if (before[0] === NEWLINE) return offset;
  const bytes = Buffer.allocUnsafe(4 << 10);
  for (let at = offset; at < log.sizeBytes; ) {
    const count = log.read(at, bytes);
    const newline = bytes.subarray(0, count).indexOf(NEWLINE);
    if (newline >= 0) return at + newline + 1;
    if (count === 0) break;
    at += count;
  }
  return log.sizeBytes;
}

async function nextHit(
  log: JoinedParts,
  finder: LineFinder,
  from: number,
  stopped: () => boolean,
): Promise<number | null> {
  let blocks = 0;
  for (const block of lineBlocks(log, lineStartFrom(log, from), log.sizeBytes)) {
    const start = finder.next(block, 0);
    if (start >= 0) return start === 0 && block.begun ? lineStartAt(log, block.start) : block.start + start;
    if (++blocks % BLOCKS_A_BREATH === 0) await breathe();
    if (stopped()) return null;
  }
  return null;
}

async function previousHit(
  log: JoinedParts,
  finder: LineFinder,
  from: number,
  stopped: () => boolean,
): Promise<number | null> {
  let blocks = 0;
  for (const block of lineBlocksBackward(log, lineStartFrom(log, from))) {
    let last = -1;
    for (let at = 0; at < block.bytes.length; ) {
      const start = finder.next(block, at);
      if (start < 0) break;
      last = start;
      at = endOfLine(block.bytes, start);
    }
    if (last >= 0) return last === 0 && block.begun ? lineStartAt(log, block.start) : block.start + last;
    if (++blocks % BLOCKS_A_BREATH === 0) await breathe();
    if (stopped()) return null;
  }
  return null;
}
