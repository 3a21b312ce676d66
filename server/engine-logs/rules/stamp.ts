/**
 * A time as written at the beginning of a log line, in one of the forms that engines use:
 * - `date-time`: `2026-11-22 16:56:26.160`, `2026-11-22T16:56:26,160+0800`, `26/11/22 16:56:26` (Spark). `wall` is the
 *   wall clock in milliseconds as if it were UTC; `offset` the minutes it is ahead of UTC, where it says so.
 * - `time-of-day`: `17:00:18.549` (Linkis' stderr), milliseconds since midnight.
 * - `uptime`: `[12.398s]` (Java's gc log), milliseconds since the process began.
 */
export type Stamp =
  | { kind: 'date-time'; wall: number; offset: number | null; length: number }
  | { kind: 'time-of-day'; milliseconds: number; length: number }
  | { kind: 'uptime'; milliseconds: number; length: number };

const DATE_TIME =
  /^\[?(\d{4})[-/](\d{2})[-/](\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:[.,:](\d{1,6}))?\s?(Z|[+-]\d{2}:?\d{2})?\]?/;
const SHORT_DATE_TIME = /^\[?(\d{2})\/(\d{2})\/(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,6}))?\]?/;
const TIME_OF_DAY = /^\[?(\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,6}))?\]?(?=\s)/;
const UPTIME = /^\[?(\d{1,9})[.,](\d{3})(?:s\]|: )/;

/** Milliseconds of a fraction's digits. */
function fraction(digits: string | undefined): number {
  return digits ? Math.floor(Number(`0.${digits}`) * 1000 + 1e-6) : 0;
}

function zoneMinutes(text: string | undefined): number | null {
  if (!text) return null;
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return text.startsWith('-') ? -minutes : minutes;
}

function dateTime(match: RegExpExecArray, century: number, zone: string | undefined): Stamp | null {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null;
  const wall = Date.UTC(year + century, month - 1, day, hour, minute, second) + fraction(match[7]);
  return { kind: 'date-time', wall, offset: zoneMinutes(zone), length: match[0].length };
}

/** Milliseconds of hours, minutes and seconds; null when they are none of a day. */
function ofDay(match: RegExpExecArray): number | null {
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (hour > 23 || minute > 59 || second > 60) return null;
  return ((hour * 60 + minute) * 60 + second) * 1000 + fraction(match[4]);
}

/** The time at the beginning of a line; null when there is none. */
export function readStamp(line: string): Stamp | null {
  const first = line.charCodeAt(line.startsWith('[') ? 1 : 0);
  // Most lines without a stamp are told by their first character.
  if (!(first >= 48 && first <= 57)) return null;
  const full = DATE_TIME.exec(line);
  if (full) return dateTime(full, 0, full[8]);
  const uptime = UPTIME.exec(line);
  if (uptime)
    return { kind: 'uptime', milliseconds: Number(uptime[1]) * 1000 + Number(uptime[2]), length: uptime[0].length };
  const time = TIME_OF_DAY.exec(line);
  if (time) {
    const milliseconds = ofDay(time);
    return milliseconds === null ? null : { kind: 'time-of-day', milliseconds, length: time[0].length };
  }
  const short = SHORT_DATE_TIME.exec(line);
  return short ? dateTime(short, 2000, undefined) : null;
}
