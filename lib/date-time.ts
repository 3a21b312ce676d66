/** An instant in the viewer's zone, sortable at a glance: `2026-05-06 10:20:05` in every language. */
export function formatLocalTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The same instant in UTC: `2026-05-06 10:20:05`. */
export function formatUtcTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return date.toISOString().slice(0, 19).replace('T', ' ');
}

/** The same instant on the clocks of a zone such as `Asia/Shanghai`; null for what is not known here as a zone. */
export function formatZoneTime(iso: string, zone: string): string | null {
  try {
    return zoneFormat(zone).format(new Date(iso));
  } catch {
    return null;
  }
}

const ZONES_KEPT = 50;
const zoneFormats = new Map<string, Intl.DateTimeFormat>();

/** Making one takes far longer than using it, and a page has hundreds of times. @throws RangeError for no known zone */
function zoneFormat(zone: string): Intl.DateTimeFormat {
  const kept = zoneFormats.get(zone);
  if (kept) return kept;
  // Swedes write dates as we do.
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  // What is named a zone comes from outside.
  if (zoneFormats.size >= ZONES_KEPT) zoneFormats.clear();
  zoneFormats.set(zone, made);
  return made;
}

/** Name of the viewer's zone, such as `Asia/Shanghai`. */
export function viewerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The viewer's distance from UTC at an instant, such as `UTC+8` or `UTC−3:30`. */
export function zoneOffset(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${two(rest)}`}`;
}

/** Value for `<input type="datetime-local">` in the viewer's zone; empty for no or an unreadable time. */
export function toLocalInput(iso: string | null): string {
  return iso === null || Number.isNaN(Date.parse(iso)) ? '' : formatLocalTime(iso).replace(' ', 'T');
}

/** ISO instant for the value of `<input type="datetime-local">`; null when empty or unreadable. */
export function fromLocalInput(value: string): string | null {
  const date = new Date(value);
  return value === '' || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
