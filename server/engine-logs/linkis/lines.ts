import { AppError } from '@/server/platform/errors';
import type { OpenLog } from '../reader/open-log';

const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const WINDOW_BYTES = 1 << 20;

/** What is needed of an open log to read its bytes. */
export type LogBytes = Pick<OpenLog, 'sizeBytes' | 'read'>;

/** A line as Java reads it: ended by `\n`, `\r\n`, a lone `\r`, or the end of the log. */
export interface RawLine {
  offset: number;
  /** Where the next line begins. */
  end: number;
  /** The line without its end; of a line above a mebibyte, the first mebibyte. */
  bytes: Buffer;
  /** Bytes of the whole line, its end included. */
  length: number;
}

async function readWhole(log: LogBytes, offset: number, length: number): Promise<Buffer> {
  const bytes = await log.read(offset, length);
  if (bytes.length < length)
    throw new AppError('conflict', 'The log became shorter while it was read. Ask for it again from its beginning.');
  return bytes;
}

/** Finds line ends in a buffer, from left to right. */
class EndFinder {
  #lineFeed: number;
  #return: number;

  constructor(readonly chunk: Buffer) {
    this.#lineFeed = chunk.indexOf(LINE_FEED);
    this.#return = chunk.indexOf(RETURN);
  }

  /** Index of the first end at or after an index, and of what follows it; null when there is none. */
  next(from: number): { at: number; behind: number } | null {
    if (this.#lineFeed >= 0 && this.#lineFeed < from) this.#lineFeed = this.chunk.indexOf(LINE_FEED, from);
    if (this.#return >= 0 && this.#return < from) this.#return = this.chunk.indexOf(RETURN, from);
    if (this.#lineFeed < 0 && this.#return < 0) return null;
    if (this.#return < 0 || (this.#lineFeed >= 0 && this.#lineFeed < this.#return))
      return { at: this.#lineFeed, behind: this.#lineFeed + 1 };
    const pair = this.chunk[this.#return + 1] === LINE_FEED;
    return { at: this.#return, behind: this.#return + (pair ? 2 : 1) };
  }
}

/** Where the line after this offset begins; `to` when the line has no end before it. */
async function nextLineStart(log: LogBytes, offset: number, to: number): Promise<number> {
  for (let at = offset; at < to; ) {
    // One byte more than is looked at, to tell `\r` from `\r\n`.
    const chunk = await readWhole(log, at, Math.min(WINDOW_BYTES + 1, to - at));
    const found = new EndFinder(chunk).next(0);
    if (found && (found.at < WINDOW_BYTES || at + chunk.length >= to)) return at + found.behind;
    at += Math.min(WINDOW_BYTES, chunk.length);
  }
  return to;
}

/**
 * Lines from an offset, where one begins, up to another, where one ends; a mebibyte of them at a time.
 * @throws AppError conflict when the log becomes shorter
 */
export async function* linesFrom(log: LogBytes, from: number, to: number): AsyncGenerator<RawLine[]> {
  for (let start = from; start < to; ) {
    const chunk = await readWhole(log, start, Math.min(WINDOW_BYTES, to - start));
    const last = start + chunk.length >= to;
    const ends = new EndFinder(chunk);
    const lines: RawLine[] = [];
    let at = 0;
    for (let found = ends.next(0); found; found = ends.next(at)) {
      // Whether the pair goes on behind the window is seen with the next one.
      if (!last && found.behind === chunk.length && chunk[found.at] === RETURN) break;
      lines.push({
        offset: start + at,
        end: start + found.behind,
        bytes: chunk.subarray(at, found.at),
        length: found.behind - at,
      });
      at = found.behind;
    }
    if (at === 0 || (last && at < chunk.length)) {
      const end = last ? to : await nextLineStart(log, start + at, to);
      lines.push({ offset: start + at, end, bytes: chunk.subarray(at), length: end - start - at });
      at = end - start;
    }
    yield lines;
    start += at;
  }
}

/** Where the line begins that ends at an offset. */
async function lineStartBefore(log: LogBytes, end: number): Promise<number> {
  const tail = await readWhole(log, Math.max(0, end - 2), Math.min(2, end));
  const pair = tail.length === 2 && tail[0] === RETURN && tail[1] === LINE_FEED;
  const closed = tail.at(-1) === LINE_FEED || tail.at(-1) === RETURN;
  for (let to = end - (pair ? 2 : closed ? 1 : 0); to > 0; ) {
    const from = Math.max(0, to - WINDOW_BYTES);
    const chunk = await readWhole(log, from, to - from);
    const found = Math.max(chunk.lastIndexOf(LINE_FEED), chunk.lastIndexOf(RETURN));
    if (found >= 0) return from + found + 1;
    to = from;
  }
  return 0;
}

/** The lines ahead of an offset where one ends, about a mebibyte of them in file order; none at the beginning. */
export async function linesBefore(log: LogBytes, end: number): Promise<RawLine[]> {
  if (end === 0) return [];
  const from = Math.max(0, end - WINDOW_BYTES);
  let start = from === 0 ? 0 : await nextLineStart(log, from, end);
  if (start === end) start = await lineStartBefore(log, end);
  const lines: RawLine[] = [];
  for await (const batch of linesFrom(log, start, end)) lines.push(...batch);
  return lines;
}
