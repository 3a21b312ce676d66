/** Rows of the first batch; batches grow and shrink from there. */
export const FIRST_BATCH = 500;
const SMALLEST = 25;

/**
 * How many rows the next batch takes, so that it keeps other writers waiting for about as long as is meant.
 * @param rows of the batch before
 * @param ms how long its transaction took
 * @param targetMs how long it should
 * @param largest rows that are ever taken at once
 */
export function nextBatchSize(rows: number, ms: number, targetMs: number, largest: number): number {
  const fitting = rows * (targetMs / Math.max(ms, 1));
  // A single slow or fast batch says little: at most twice as many, at least half.
  const next = Math.min(Math.max(fitting, rows / 2), rows * 2);
  return Math.round(Math.min(Math.max(next, SMALLEST), largest));
}

/** Milliseconds to leave the database alone after a batch that took far longer than meant. */
export function pauseAfter(ms: number, targetMs: number): number {
  return ms > 2 * targetMs ? Math.min(ms, 1000) : 0;
}
