const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DAY = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?$/;
/** Expiries beyond this are no expiries: a hundred years. */
const LONGEST_MS = 100 * 366 * 86_400_000;

/** What Linkis takes when a resource is to expire and no time is given. */
export const DEFAULT_EXPIRY = '50d';

/**
 * When a resource is over: after a span from its creation (`5d`, `12h`, `30m`, `45s`) or at a time (`2030-01-31`,
 * `2030-01-31 12:00:00`, in the database's time zone).
 * @param toInstant makes an instant of a wall-clock text
 * @returns null when the text says neither
 */
export function expiryOf(text: string, created: Date, toInstant: (wallClock: string) => Date): Date | null {
  const span = /^(\d{1,9})([smhd])$/.exec(text.trim());
  if (span) {
    const length = Number(span[1]) * (UNIT_MS[span[2] ?? ''] ?? 0);
    return length > 0 && length <= LONGEST_MS ? new Date(created.getTime() + length) : null;
  }
  const [, day, time = '00:00:00'] = DAY.exec(text.trim()) ?? [];
  if (day === undefined) return null;
  const wall = Date.parse(`${day}T${time}Z`);
  // A day or an hour that does not exist is moved by the parser or refused by it.
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 19) !== `${day}T${time}`) return null;
  return toInstant(`${day} ${time}`);
}
