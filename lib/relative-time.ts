const STEPS = [
  { unit: 'year', seconds: 31_536_000 },
  { unit: 'month', seconds: 2_592_000 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const;

/** How long ago or ahead an instant is, in its largest unit: `5 minutes ago`, `in 2 days`. */
export function formatRelativeTime(iso: string, nowMillis: number, locale: string): string {
  const seconds = (Date.parse(iso) - nowMillis) / 1000;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const step of STEPS) {
    if (Math.abs(seconds) >= step.seconds) return format.format(Math.trunc(seconds / step.seconds), step.unit);
  }
  return format.format(Math.trunc(seconds), 'second');
}
