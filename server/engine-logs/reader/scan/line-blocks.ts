import { NEWLINE } from '../line-bytes';
import type { JoinedParts } from './joined-parts';

/** Bytes that are read and looked through at once; also the longest piece in which one line is matched. */
const WINDOW_BYTES = 1 << 20;

/** A run of whole lines, or a piece of a line that is longer than the window. */
export interface LineBlock {
  bytes: Buffer;
  /** Offset of the first byte in the log. */
  start: number;
  /** Offset behind the last byte. */
  end: number;
  /** The first line began before this block. */
  begun: boolean;
}

/** Lets messages in (a cancellation, another job) before going on. */
export function breathe(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}

/** Where the line begins that holds this byte. */
export function lineStartAt(log: JoinedParts, offset: number): number {
  const buffer = Buffer.allocUnsafe(64 << 10);
  for (let end = offset; end > 0; ) {
    const start = Math.max(0, end - buffer.length);
    const bytes = buffer.subarray(0, log.read(start, buffer.subarray(0, end - start)));
    const found = bytes.lastIndexOf(NEWLINE);
    if (found >= 0) return start + found + 1;
    end = start;
  }
  return 0;
}

/**
 * The log from a line's beginning on, block by block; a block's bytes hold until the next one is asked for.
 * @param from offset of a line's beginning
 * @param to offset before which lines begin
 */
export function* lineBlocks(log: JoinedParts, from: number, to: number): Generator<LineBlock> {
  const buffer = Buffer.allocUnsafe(WINDOW_BYTES);
  let begun = false;
  for (let start = from; start < to; ) {
    const bytes = log.read(start, buffer);
    if (bytes === 0) return;
    const atEnd = start + bytes >= log.sizeBytes || bytes < buffer.length;
    const last = atEnd ? bytes - 1 : buffer.lastIndexOf(NEWLINE, bytes - 1);
    const length = last >= 0 ? last + 1 : bytes;
    yield { bytes: buffer.subarray(0, length), start, end: start + length, begun };
    begun = last < 0;
    start += length;
  }
}

/** As `lineBlocks`, from the end of a range towards its beginning; each block by itself is in file order. */
export function* lineBlocksBackward(log: JoinedParts, to: number): Generator<LineBlock> {
  const buffer = Buffer.allocUnsafe(WINDOW_BYTES);
  for (let end = to; end > 0; ) {
    const from = Math.max(0, end - buffer.length);
    const bytes = buffer.subarray(0, log.read(from, buffer.subarray(0, end - from)));
    if (bytes.length === 0) return;
    const first = from === 0 ? 0 : bytes.indexOf(NEWLINE) + 1;
    // No line begins in the window but at its very end: it is a piece of a longer line.
    const whole = from === 0 || (first > 0 && first < bytes.length);
    const start = whole ? from + first : from;
    yield { bytes: whole ? bytes.subarray(first) : bytes, start, end, begun: !whole };
    end = start;
  }
}
