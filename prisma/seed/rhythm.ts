import type { Random } from './random';

const HOUR_MS = 3_600_000;
/** Engines asked for in each hour of a day, in proportion: nightly batches, the working day, a lull at noon. */
const BY_HOUR = [5, 9, 12, 10, 7, 5, 4, 4, 8, 16, 20, 18, 9, 13, 20, 21, 19, 16, 10, 7, 6, 5, 4, 4];
const WEEKEND = 0.4;

/**
 * Instants in ascending order with a rhythm of day and night, working day and weekend.
 * @param from first instant that can occur, in milliseconds
 * @param to instant before which all lie
 */
export function* rhythmicTimes(random: Random, from: number, to: number, count: number): Generator<number> {
  const first = Math.floor(from / HOUR_MS);
  const hours = Array.from({ length: Math.ceil(to / HOUR_MS) - first }, (_, index) => {
    const start = (first + index) * HOUR_MS;
    const day = new Date(start);
    const covered = (Math.min(to, start + HOUR_MS) - Math.max(from, start)) / HOUR_MS;
    const weekend = day.getUTCDay() === 0 || day.getUTCDay() === 6;
    return {
      start: Math.max(from, start),
      covered,
      weight: (BY_HOUR[day.getUTCHours()] ?? 1) * covered * (weekend ? WEEKEND : 1),
    };
  });
  const total = hours.reduce((sum, hour) => sum + hour.weight, 0);
  let [index, before] = [0, 0];
  for (let number = 0; number < count; number++) {
    const at = ((number + random.fraction()) / count) * total;
    while (index < hours.length - 1 && before + (hours[index]?.weight ?? 0) <= at)
      before += hours[index++]?.weight ?? 0;
    const hour = hours[index];
    if (!hour) return;
    yield Math.floor(hour.start + ((at - before) / hour.weight) * hour.covered * HOUR_MS);
  }
}
