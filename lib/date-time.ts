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

/** The same instant on the clocks of a zone such as `Asia/Shanghai`; null when this browser does not know the zone. */
export function formatZoneTime(iso: string, zone: string): string | null {
  try {
    // Swedes write dates as we do.
    return new Date(iso).toLocaleString('sv-SE', { timeZone: zone });
  } catch {
    return null;
  }
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
