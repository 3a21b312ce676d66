const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, found);
  }
  return found;
}

/** Milliseconds that the zone's wall clock is ahead of UTC at an instant. */
function offsetAt(instant: number, zone: string): number {
  const part = Object.fromEntries(
    formatter(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const wall = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
  return wall - Math.floor(instant / 1000) * 1000;
}

const HOUR = 3_600_000;
const offsets = new Map<string, number>();

/** As `offsetAt`, remembered by the quarter hour: zones change their offset on such boundaries only. */
function cachedOffset(instant: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const key = `${zone} ${Math.floor(instant / (HOUR / 4))}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    offset = offsetAt(instant, zone);
    if (offsets.size > 50_000) offsets.clear();
    offsets.set(key, offset);
  }
  return offset;
}

/** The wall-clock text `yyyy-MM-dd HH:mm:ss` of an instant in a zone, as Linkis' datetime columns hold it. */
export function toWallClock(instant: Date, zone: string): string {
  const time = instant.getTime();
  return new Date(toWallTime(time, zone)).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * The instant of a wall clock in a zone, given as if it were UTC. Of the two instants that it names when clocks go back,
 * the first one; a time that clocks going forward skip means the instant that much later.
 */
export function fromWallTime(wall: number, zone: string): number {
  const before = cachedOffset(wall - 24 * HOUR, zone);
  const guess = wall - before;
  if (cachedOffset(guess, zone) === before) return guess;
  const after = cachedOffset(wall + 24 * HOUR, zone);
  const later = wall - after;
  return cachedOffset(later, zone) === after ? later : guess;
}

/** The wall clock of an instant in a zone, as if it were UTC. */
export function toWallTime(instant: number, zone: string): number {
  return instant + cachedOffset(instant, zone);
}

/**
 * The instant of a wall-clock text in a zone, as `fromWallTime`. Text that names no time (some databases hold
 * `0000-00-00`) gives an invalid date.
 */
export function fromWallClock(text: string, zone: string): Date {
  const wall = Date.parse(`${text.replace(' ', 'T')}Z`);
  return new Date(Number.isNaN(wall) ? Number.NaN : fromWallTime(wall, zone));
}

const PLAIN = /^[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;

/** As `fromWallClock`, as ISO text in UTC; null when the text is null or names no time. */
export function isoFromWallClock(text: string | null, zone: string): string | null {
  if (text === null) return null;
  // Pages are full of times: where the text only needs another form, no date is made of it.
  if (zone === 'UTC' && PLAIN.test(text)) return `${text.slice(0, 10)}T${text.slice(11)}.000Z`;
  const time = fromWallClock(text, zone);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
