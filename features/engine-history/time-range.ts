/** Ranges that move with the clock; they stay relative in the URL, so that a shared link means the same tomorrow. */
export const RELATIVE_RANGES = ['15m', '1h', '24h', '7d', '30d', 'today', 'yesterday'] as const;
export type RelativeRange = (typeof RELATIVE_RANGES)[number];

const MINUTES: Partial<Record<RelativeRange, number>> = {
  '15m': 15,
  '1h': 60,
  '24h': 1_440,
  '7d': 10_080,
  '30d': 43_200,
};

/** True when what a range means depends on the viewer's zone. */
export function isLocalRange(range: RelativeRange | null): boolean {
  return range !== null && MINUTES[range] === undefined;
}

/** The instants that a relative range means at a moment; days begin at midnight of the viewer's zone. */
export function resolveRange(range: RelativeRange, now: Date): { from: string; to?: string } {
  const minutes = MINUTES[range];
  if (minutes !== undefined) return { from: new Date(now.getTime() - minutes * 60_000).toISOString() };
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  if (range === 'today') return { from: today.toISOString() };
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  return { from: yesterday.toISOString(), to: today.toISOString() };
}

/** The next wider choice, for lists that came out empty; null when there is none. */
export function widerRange(range: RelativeRange | null): RelativeRange | 'all' | null {
  const steps = ['15m', '1h', '24h', '7d', '30d'] as const;
  if (range === null) return null;
  if (range === 'today' || range === 'yesterday') return '7d';
  return steps[steps.indexOf(range) + 1] ?? 'all';
}
