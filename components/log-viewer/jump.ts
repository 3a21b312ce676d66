import type { LogLine, LogPlace } from './log-source';

const DAY = 86_400_000;
const QUARTER = 900_000;

/**
 * The place that a text means: a line number, a percentage, or a time. A time is meant as it is written in the log, and
 * without a date on the day of the line in view. Null when it is none of these.
 */
export function parseJump(text: string, line: LogLine | null): LogPlace | null {
  const wish = text.trim();
  const number = /^[#l]?(\d{1,3}(?:[,_ ]\d{3})+|\d{1,15})$/i.exec(wish)?.[1]?.replace(/[,_ ]/g, '');
  if (number !== undefined) return { line: Math.max(1, Number(number)) };
  const percent = /^(\d{1,3}(?:\.\d+)?) ?[%％]$/.exec(wish)?.[1];
  if (percent !== undefined) return Number(percent) <= 100 ? { percent: Number(percent) } : null;
  return parseTime(wish, line);
}

function parseTime(wish: string, line: LogLine | null): LogPlace | null {
  const found =
    /^(?:(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+|$))?(?:(\d{1,2})[:：](\d\d)(?:[:：](\d\d)(?:[.,](\d{1,3})\d*)?)?)?(Z|[+-]\d\d:?\d\d)?$/.exec(
      wish,
    );
  if (!found || wish === '' || (!found[1] && !found[4])) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone] = found;
  const offset = zone ? zoneMillis(zone) : writtenOffset(line);
  const today = new Date((line?.time ? Date.parse(line.time) : Date.now()) + offset);
  const date = year
    ? Date.UTC(Number(year), Number(month) - 1, Number(day))
    : Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate());
  const clock = Number(hour) * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000;
  if (clock >= DAY) return null;
  const instant = new Date(date + clock + Number(fraction.padEnd(3, '0')) - offset);
  return Number.isNaN(instant.getTime()) ? null : { time: instant.toISOString() };
}

function zoneMillis(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** How far the clock that wrote the line is ahead of UTC; the viewer's own when the line does not show it. */
function writtenOffset(line: LogLine | null): number {
  const clock = /\b(\d\d):(\d\d):(\d\d)/.exec(line?.text.slice(0, 40) ?? '');
  if (!line?.time || !clock) return -new Date(line?.time ?? Date.now()).getTimezoneOffset() * 60_000;
  const written = Number(clock[1]) * 3_600_000 + Number(clock[2]) * 60_000 + Number(clock[3]) * 1000;
  const utc = Date.parse(line.time) % DAY;
  const ahead = Math.round((written - utc) / QUARTER) * QUARTER;
  return ahead > DAY / 2 + 2 * 3_600_000 ? ahead - DAY : ahead <= -DAY / 2 ? ahead + DAY : ahead;
}
