/** An engine as a bar counts it: its time in milliseconds, and whether it failed. */
export interface CountedEngine {
  time: number;
  failed: boolean;
}

/** Engines of a stretch of time. */
interface ActivityBar {
  start: number;
  engines: number;
  failed: number;
}

const BARS = 40;
const SECOND = 1000;

/**
 * Counts engines in bars of equal length, whole seconds, oldest first. Stretches without engines have bars too.
 * @param from where the first bar begins; null for the oldest engine
 * @param until where the last one ends; never ahead of the newest engine
 * @returns bars and how many milliseconds each is long; no bars without engines
 */
export function toBars(
  engines: readonly CountedEngine[],
  from: number | null,
  until: number,
): { bars: ActivityBar[]; length: number } {
  if (engines.length === 0) return { bars: [], length: SECOND };
  const times = engines.map(({ time }) => time);
  // Of a few thousand at most: they fit as arguments.
  const oldest = Math.min(...times);
  const start = Math.min(from ?? oldest, oldest);
  const end = Math.max(until, Math.max(...times) + SECOND);
  const length = Math.max(SECOND, Math.ceil((end - start) / BARS / SECOND) * SECOND);
  const bars = Array.from({ length: Math.ceil((end - start) / length) }, (_, index) => ({
    start: start + index * length,
    engines: 0,
    failed: 0,
  }));
  for (const { time, failed } of engines) {
    const bar = bars[Math.floor((time - start) / length)];
    if (!bar) continue;
    bar.engines++;
    if (failed) bar.failed++;
  }
  return { bars, length };
}
