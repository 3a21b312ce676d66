/** One line of a log. */
export interface LogLine {
  /** Where the line begins in the file, in bytes. */
  offset: number;
  text: string;
  /** True when only the beginning of the line is here. */
  cut: boolean;
}

/** A run of whole lines. */
export interface LogPage {
  lines: LogLine[];
  startOffset: number;
  endOffset: number;
  sizeBytes: number;
  atStart: boolean;
  atEnd: boolean;
  growing: boolean;
}

/** Where to read: before or after an offset; neither means the end. */
export interface LogPlace {
  before?: number;
  after?: number;
}
export type ReadLog = (place: LogPlace, signal: AbortSignal) => Promise<LogPage>;

/** Rows that stay in the document at once. */
const MAX_LINES = 400;

/** The page with what came after it; the oldest lines give way, so that the document stays small. */
export function appendPage(page: LogPage, next: LogPage): LogPage {
  const all = [...page.lines, ...next.lines];
  const lines = all.slice(-MAX_LINES);
  const dropped = all.length > lines.length;
  return {
    ...next,
    lines,
    startOffset: lines[0]?.offset ?? next.startOffset,
    atStart: page.atStart && !dropped,
  };
}
