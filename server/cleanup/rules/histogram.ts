import type { CleanupPreview } from '@/contracts/cleanup';

const DAY = 86_400;
/** Ages at which rows are told apart, in seconds. */
export const AGE_LIMITS = [DAY, 7 * DAY, 30 * DAY, 90 * DAY, 180 * DAY, 365 * DAY] as const;
const LISTED = 20;

/** Counts of rows, gathered part by part. */
export class Histogram {
  readonly #users = new Map<string | null, number>();
  readonly #applications = new Map<string | null, number>();
  readonly #buckets = AGE_LIMITS.map(() => 0).concat(0);

  /** @param bucket number of the age limits that the rows are older than */
  add(group: { user: string | null; application: string | null; bucket: number; count: number }): void {
    const { user, application, bucket, count } = group;
    this.#users.set(user, (this.#users.get(user) ?? 0) + count);
    this.#applications.set(application, (this.#applications.get(application) ?? 0) + count);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + count;
  }

  /** The counts as a preview shows them. */
  result(): Pick<CleanupPreview, 'byUser' | 'byApplication' | 'byAge'> {
    return {
      byUser: fullest(this.#users),
      byApplication: fullest(this.#applications),
      byAge: this.#buckets.map((count, index) => ({
        fromSeconds: AGE_LIMITS[index - 1] ?? 0,
        untilSeconds: AGE_LIMITS[index] ?? null,
        count,
      })),
    };
  }
}

function fullest(counts: ReadonlyMap<string | null, number>): CleanupPreview['byUser'] {
  const sorted = [...counts].sort(
    ([left, leftCount], [right, rightCount]) => rightCount - leftCount || ((left ?? '') < (right ?? '') ? -1 : 1),
  );
  return {
    items: sorted.slice(0, LISTED).map(([value, count]) => ({ value, count })),
    others: sorted.slice(LISTED).reduce((sum, [, count]) => sum + count, 0),
  };
}
