import type { LogLine } from './log-source';

/** A run of selected lines, from a click on a number to another with Shift, or from a link. */
export interface LineRange {
  /** Where reading gives the first line; empty for the start of the log. */
  cursor: string;
  /** Where the first and the last line begin, in bytes; the latter is null while only the count is known. */
  start: number;
  end: number | null;
  firstNumber: number | null;
  count: number | null;
  /** The line that was clicked first: another click with Shift selects from here. */
  origin: LogLine | null;
}

/** What a click on a line's number selects. */
export function selectTo(old: LineRange | null, line: LogLine, extend: boolean): LineRange {
  const origin = (extend && old?.origin) || line;
  const [first, last] = origin.position <= line.position ? [origin, line] : [line, origin];
  const count = first.number === null || last.number === null ? null : last.number - first.number + 1;
  return {
    cursor: first.cursor,
    start: first.position,
    end: last.position,
    firstNumber: first.number,
    count: first === last ? 1 : count,
    origin,
  };
}

/** The lines that a link names: so many from this one on. */
export function selectFromLink(lines: readonly LogLine[], count: number): LineRange | null {
  const [first] = lines;
  if (!first) return null;
  return {
    cursor: first.cursor,
    start: first.position,
    end: lines[count - 1]?.position ?? null,
    firstNumber: first.number,
    count,
    origin: first,
  };
}

/** The whole log. */
export function selectAll(totalLines: number | null): LineRange {
  return { cursor: '', start: 0, end: Number.POSITIVE_INFINITY, firstNumber: 1, count: totalLines, origin: null };
}

/** True for lines of the range. */
export function isSelected(range: LineRange, line: LogLine): boolean {
  if (line.position < range.start) return false;
  if (range.end !== null) return line.position <= range.end;
  if (line.number === null || range.firstNumber === null || range.count === null) return line.position === range.start;
  return line.number < range.firstNumber + range.count;
}
