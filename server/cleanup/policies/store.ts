import type { Database, Queryable } from '@/server/platform/db/database';
import type { RunRow } from '../runs/store';

/** A policy as the database has it. */
export type PolicyRow = NonNullable<Awaited<ReturnType<Database['client']['cleanupPolicy']['findUnique']>>>;

/** Most policies that there can be: a list shows them all. */
export const MOST_POLICIES = 200;

/** All policies by name. */
export function findPolicies(database: Database): Promise<PolicyRow[]> {
  return database.guard(() =>
    database.client.cleanupPolicy.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }], take: MOST_POLICIES }),
  );
}

/** The policy that has been due for longest; null when none is. */
export function findDuePolicy(database: Database, now: Date): Promise<PolicyRow | null> {
  return database.guard(() =>
    database.client.cleanupPolicy.findFirst({
      where: { nextTime: { lte: now } },
      orderBy: [{ nextTime: 'asc' }, { id: 'asc' }],
    }),
  );
}

/** The newest run of a policy; null when it has none. */
export function findLastRun(
  database: Database,
  policyId: number,
  on: Queryable = database.client,
): Promise<RunRow | null> {
  return database.guard(() => on.cleanupRun.findFirst({ where: { policyId }, orderBy: { id: 'desc' } }));
}

const RECENT = 20;

/** How the newest runs of a policy stand and how many rows they found, oldest first. */
export async function findRecentRuns(database: Database, policyId: number) {
  const runs = await database.guard(() =>
    database.client.cleanupRun.findMany({
      where: { policyId },
      orderBy: { id: 'desc' },
      take: RECENT,
      select: { id: true, createdTime: true, state: true, total: true },
    }),
  );
  return runs.reverse();
}

/** Moves a policy on from the moment that it was due at; false when another worker did so before. */
export async function moveOn(policy: PolicyRow, nextTime: Date | null, on: Queryable): Promise<boolean> {
  const { count } = await on.cleanupPolicy.updateMany({
    where: { id: policy.id, nextTime: policy.nextTime },
    data: { nextTime },
  });
  return count === 1;
}
