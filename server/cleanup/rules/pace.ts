/** What a batch may take. SQLite lets nobody else write meanwhile; elsewhere only those wait who want the same rows. */
const TARGET_MILLISECONDS = { sqlite: 90, mysql: 250, postgresql: 250 };
const SMALLEST = 100;
const LARGEST = 5000;

/** Rows of the first batch: little is known of them. */
export const FIRST_BATCH = 200;

/** How many rows the next batch takes, after one of so many rows took so long. Grows twofold at most. */
export function nextBatchSize(kind: keyof typeof TARGET_MILLISECONDS, rows: number, milliseconds: number): number {
  const wanted = (rows * TARGET_MILLISECONDS[kind]) / Math.max(1, milliseconds);
  return Math.round(Math.min(LARGEST, Math.max(SMALLEST, Math.min(rows * 2, wanted))));
}

/** How long to let others go first after a batch, in milliseconds. */
export function pauseAfter(milliseconds: number): number {
  return Math.min(100, Math.max(2, milliseconds / 8));
}
