import type { LogLevel } from '@/contracts/engine-logs';
import { readHead } from '../../rules/entry';
import { endOfLine, NEWLINE, startOfLine } from '../line-bytes';
import type { JoinedParts } from './joined-parts';
import { type LineBlock, lineStartAt } from './line-blocks';

/** How much of a line is looked at for its time and level. */
const HEAD_BYTES = 320;
/** How far up the beginning of an entry is looked for, in lines and bytes; a longer stack trace counts from there. */
const MOST_LINES = 1000;
const MOST_BYTES = 256 << 10;

/** Words by which the lines of a level are found; what they find is looked at before it counts. */
const WORDS: Record<LogLevel, readonly string[]> = {
  error: ['ERROR', 'FATAL', 'SEVERE', 'CRITICAL', '[error', 'Exception', 'Error', 'Traceback'],
  warn: ['WARN', '[warning'],
  info: ['INFO', '[info', 'NOTICE'],
  debug: ['DEBUG', '[debug', 'FINE', 'CONFIG'],
  trace: ['TRACE', '[trace', 'FINER', 'FINEST'],
};

/** Head of the line at a place in bytes. */
function headAt(bytes: Buffer, start: number): string {
  const limit = Math.min(bytes.length, start + HEAD_BYTES);
  const newline = bytes.indexOf(NEWLINE, start);
  return bytes.toString('latin1', start, newline >= 0 && newline < limit ? newline : limit);
}

/** Reads heads of lines of a log by their offsets, into one buffer. */
export function headReader(log: JoinedParts): (lineStart: number) => string {
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  return (lineStart) => headAt(head.subarray(0, log.read(lineStart, head)), 0);
}

/** Finds first lines of entries that have one of these levels. */
export class LevelFinder {
  readonly #levels: ReadonlySet<LogLevel>;
  readonly #words: { needle: Buffer; next: number }[];
  #bytes: Buffer | null = null;

  constructor(levels: readonly LogLevel[]) {
    this.#levels = new Set(levels);
    this.#words = levels.flatMap((level) => WORDS[level].map((word) => ({ needle: Buffer.from(word), next: -2 })));
  }

  /** Start of the next line in the block, at or after `from`, that begins an entry of the levels; -1 if none does. */
  find(bytes: Buffer, from: number): number {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      for (const word of this.#words) word.next = -2;
    }
    for (let at = from; at < bytes.length; ) {
      const candidate = this.#nextWord(bytes, at);
      if (candidate < 0) return -1;
      const start = startOfLine(bytes, candidate);
      if (start >= from && this.#isHeader(bytes, start)) return start;
      at = endOfLine(bytes, candidate);
    }
    return -1;
  }

  #nextWord(bytes: Buffer, from: number): number {
    let first = -1;
    for (const word of this.#words) {
      // What was found last time still holds when it lies ahead; -1 means that there is none in this block.
      if (word.next !== -1 && word.next < from) word.next = bytes.indexOf(word.needle, from);
      if (word.next >= 0 && (first < 0 || word.next < first)) first = word.next;
    }
    return first;
  }

  #isHeader(bytes: Buffer, start: number): boolean {
    const { level, stamp } = readHead(headAt(bytes, start), false);
    if (level === null || !this.#levels.has(level)) return false;
    // Without a time it may be part of a stack trace, of which only the first line counts.
    return stamp !== null || !followsEntry(bytes, start);
  }

  /** True when the level of the entry that holds the line at `start` of the block is one of those looked for. */
  holds(log: JoinedParts, block: LineBlock, start: number): boolean {
    const own = readHead(headAt(block.bytes, start), true);
    // Most lines begin an entry themselves: nothing else has to be read.
    const level = own.stamp ? own.level : levelAt(log, block.start + start);
    return level !== null && this.#levels.has(level);
  }
}

/** True when a line above in the same block, not far away, has a time: then what follows without one belongs to it. */
function followsEntry(bytes: Buffer, start: number): boolean {
  let end = start - 1;
  for (let lines = 0; end > 0 && lines < 100; lines++) {
    const above = startOfLine(bytes, end);
    if (readHead(headAt(bytes, above), false).stamp) return true;
    end = above - 1;
  }
  return false;
}

/** Where the entry begins that holds the line at this offset: at the next line above that has a time, or here. */
export function entryStartAt(log: JoinedParts, lineStart: number): number {
  const headOf = headReader(log);
  let start = lineStart;
  for (let lines = 0; lines < MOST_LINES && lineStart - start < MOST_BYTES; lines++) {
    if (readHead(headOf(start), true).stamp) return start;
    if (start === 0) break;
    start = lineStartAt(log, start - 1);
  }
  // No line with a time: such logs have no entries of several lines but by the look of each line.
  start = lineStart;
  for (let lines = 0; lines < MOST_LINES && start > 0 && readHead(headOf(start), false).continuation; lines++)
    start = lineStartAt(log, start - 1);
  return start;
}

/** Level of the entry that holds the line at this offset; null when it has none. */
function levelAt(log: JoinedParts, lineStart: number): LogLevel | null {
  return readHead(headReader(log)(entryStartAt(log, lineStart)), false).level;
}
