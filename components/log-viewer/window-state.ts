import type { LogInfo, LogLine, LogPage, LogPlace } from './log-source';

/** Which row to bring where; a new `serial` is a new wish. */
export interface Aim {
  cursor: string | null;
  at: 'top' | 'third' | 'bottom';
  serial: number;
}

/** What there is to draw. */
export interface WindowState {
  /** The lines in the document. */
  lines: readonly LogLine[];
  /** True when nothing is ahead of, or behind, these lines. */
  atStart: boolean;
  atEnd: boolean;
  /** True when these lines end where the loaded ones do and more are on their way. */
  more: boolean;
  info: LogInfo | null;
  /** True while lines of another place are on their way; the old ones stay. */
  opening: boolean;
  error: unknown;
  /** With a filter and nothing found yet: up to where was looked, in bytes. */
  lookedAt: number | null;
  aim: Aim;
}

/** Before anything is loaded. */
export const EMPTY: WindowState = {
  lines: [],
  atStart: false,
  atEnd: false,
  more: false,
  info: null,
  opening: true,
  error: null,
  lookedAt: null,
  aim: { cursor: null, at: 'bottom', serial: 0 },
};

/** True when the wish was behind the last line: then the end is shown. */
export function liesBeyond({ line, percent, time }: LogPlace, page: LogPage): boolean {
  const [first] = page.lines;
  if (!first || !page.atEnd) return false;
  if (line !== undefined) return first.number !== null && first.number < line;
  if (percent !== undefined) return page.startPosition < Math.floor((page.sizeBytes * percent) / 100);
  return time !== undefined && page.lines.every((other) => other.time === null || other.time < time);
}

/** What a page tells of the whole log. */
export function infoOf({ sizeBytes, totalLines, growing, parts }: LogPage): LogInfo {
  return { sizeBytes, totalLines, growing, parts };
}
