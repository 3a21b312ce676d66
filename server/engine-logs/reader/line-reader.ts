import { NEWLINE } from './line-bytes';

/** Bytes that lines are read from: a log, or one part of it. */
export interface LineSource {
  sizeBytes: number;
  read(offset: number, length: number): Promise<Buffer>;
}

/** A line as it lies in the log. */
export interface LineSpan {
  offset: number;
  /** Its bytes without the line end, at most 16 KiB of them. */
  bytes: Buffer;
  /** It is longer than the bytes here. */
  cut: boolean;
}

const WINDOW_BYTES = 1 << 20;
const SCAN_BYTES = 1 << 18;
/** Longest piece of one line that is taken; the rest stays in the file. */
export const LINE_BYTES = 16 << 10;

/** Whole lines and where they lie. */
export interface LineRun {
  lines: LineSpan[];
  startOffset: number;
  endOffset: number;
}

/** Where the line after the byte at this offset begins: behind the next newline, or the end of the file. */
async function nextLineStart(file: LineSource, offset: number): Promise<number> {
  for (let at = offset; at < file.sizeBytes; ) {
    const chunk = await file.read(at, SCAN_BYTES);
    if (chunk.length === 0) break;
    const found = chunk.indexOf(NEWLINE);
    if (found >= 0) return at + found + 1;
    at += chunk.length;
  }
  return file.sizeBytes;
}

/** Where the line begins that holds the byte before this offset. */
async function lineStartBefore(file: LineSource, offset: number): Promise<number> {
  for (let end = offset - 1; end > 0; ) {
    const start = Math.max(0, end - SCAN_BYTES);
    const chunk = await file.read(start, end - start);
    const found = chunk.lastIndexOf(NEWLINE);
    if (found >= 0) return start + found + 1;
    end = start;
  }
  return 0;
}

function toLine(bytes: Buffer, offset: number, length: number): LineSpan {
  const cut = length > LINE_BYTES;
  let end = Math.min(bytes.length, cut ? LINE_BYTES : length);
  if (!cut && bytes[end - 1] === NEWLINE) end--;
  if (!cut && bytes[end - 1] === 0x0d) end--;
  return { offset, bytes: bytes.subarray(0, Math.max(0, end)), cut };
}

async function isLineStart(file: LineSource, offset: number): Promise<boolean> {
  return offset === 0 || (await file.read(offset - 1, 1))[0] === NEWLINE;
}

/**
 * Lines that begin at or after an offset, at most `limit` and about a mebibyte.
 * @param whole leave out a last line that has no end yet: it is still being written
 */
export async function linesAfter(file: LineSource, offset: number, limit: number, whole: boolean): Promise<LineRun> {
  const from = Math.min(offset, file.sizeBytes);
  const start = (await isLineStart(file, from)) ? from : await nextLineStart(file, from);
  const window = await file.read(start, WINDOW_BYTES);
  const lines: LineSpan[] = [];
  let at = 0;
  while (at < window.length && lines.length < limit) {
    const newline = window.indexOf(NEWLINE, at);
    const length = newline >= 0 ? newline + 1 - at : window.length - at;
    if (newline < 0) {
      const end = await nextLineStart(file, start + at);
      const ended = (await file.read(end - 1, 1))[0] === NEWLINE;
      // The window's last line goes to the next page unless it is the first of this one, or the file ends here.
      if ((lines.length > 0 && end > start + window.length) || (whole && !ended)) break;
      lines.push(toLine(window.subarray(at), start + at, end - start - at));
      at = end - start;
      break;
    }
    lines.push(toLine(window.subarray(at, at + length), start + at, length));
    at += length;
  }
  return { lines, startOffset: start, endOffset: start + at };
}

/** Lines that begin before an offset, the last `limit` of them and at most about a mebibyte, in the order of the file. */
export async function linesBefore(file: LineSource, offset: number, limit: number, whole: boolean): Promise<LineRun> {
  const to = Math.min(offset, file.sizeBytes);
  let end = to > 0 && to < file.sizeBytes && !(await isLineStart(file, to)) ? await nextLineStart(file, to) : to;
  if (whole && end === file.sizeBytes && end > 0 && (await file.read(end - 1, 1))[0] !== NEWLINE)
    end = await lineStartBefore(file, end);
  if (end === 0) return { lines: [], startOffset: 0, endOffset: 0 };
  const windowStart = Math.max(0, end - WINDOW_BYTES);
  const window = await file.read(windowStart, end - windowStart);
  const lines: LineSpan[] = [];
  let lineEnd = window.length;
  while (lineEnd > 0 && lines.length < limit) {
    const newline = lineEnd >= 2 ? window.lastIndexOf(NEWLINE, lineEnd - 2) : -1;
    if (newline < 0 && windowStart > 0) break;
    lines.unshift(toLine(window.subarray(newline + 1, lineEnd), windowStart + newline + 1, lineEnd - newline - 1));
    lineEnd = newline + 1;
  }
  if (lines.length > 0) return { lines, startOffset: windowStart + lineEnd, endOffset: end };
  const start = await lineStartBefore(file, end);
  return {
    lines: [toLine(await file.read(start, LINE_BYTES + 4), start, end - start)],
    startOffset: start,
    endOffset: end,
  };
}
