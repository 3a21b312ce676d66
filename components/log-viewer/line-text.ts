import { plainText } from './ansi';
import type { LogLine } from './log-source';

/** Characters of a line that are drawn at first; the others on demand. */
export const DRAWN_CHARACTERS = 4_000;

const WRITTEN_TIME =
  /^\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ]|\d\d\/\d\d\/\d\d )?\d\d:\d\d:\d\d(?:[.,:]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\]?[ \t]*/;

/** What is shown of a line: all of it, or without the time at its beginning. */
export function shownText(line: LogLine, showTimes: boolean): string {
  return showTimes || line.time === null ? line.text : line.text.replace(WRITTEN_TIME, '');
}

/** What is copied of a line: as shown, without colours. */
export function copiedText(line: LogLine, showTimes: boolean): string {
  return plainText(shownText(line, showTimes));
}
