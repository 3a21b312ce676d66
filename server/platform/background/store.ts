import { wholeSeconds } from '../clock';
import type { Database } from '../db/database';
import { sql } from '../db/dialect';

/** A run that this worker has. */
export interface ClaimedRun {
  id: string;
  worker: string;
}

/** Who asks for a run, when, and for how long it is theirs without a heartbeat. */
export interface Claim {
  worker: string;
  now: Date;
  leaseSeconds: number;
}

const later = (time: Date, seconds: number) => wholeSeconds(new Date(time.getTime() + seconds * 1000));

/** Workers that may end in the middle of one run before it is given up. */
const MOST_ATTEMPTS = 5;

/** Takes over a run of the task whose worker has stopped giving signs of life; null if there is none. */
export async function takeOverRun(database: Database, task: string, claim: Claim): Promise<ClaimedRun | null> {
  const { worker, leaseSeconds } = claim;
  const now = wholeSeconds(claim.now);
  const expired = await database.guard(() =>
    database.client.backgroundRun.findFirst({
      where: { task, state: 'running', leaseTime: { lte: now } },
      orderBy: { slotTime: 'desc' },
    }),
  );
  if (!expired) return null;
  const lease = later(now, leaseSeconds);
  if (expired.attempts >= MOST_ATTEMPTS) {
    const reason = `given up: ${expired.attempts} workers ended in the middle of it`;
    await database.execute(
      sql`UPDATE er_background_run SET state = 'failed', ended_time = ${now}, error = ${reason} WHERE id = ${expired.id} AND state = 'running' AND lease_time <= ${now}`,
    );
    return null;
  }
  // The condition lets one of several through: for the next, the lease is no longer over.
  const taken = await database.execute(
    sql`UPDATE er_background_run SET worker = ${worker}, lease_time = ${lease}, heartbeat_time = ${now}, attempts = attempts + 1
      WHERE id = ${expired.id} AND state = 'running' AND lease_time <= ${now}`,
  );
  return taken === 1 ? { id: expired.id, worker } : null;
}

/**
 * Takes a slot of a task, unless another worker has it or had it, or is still busy with an earlier one.
 * @param slotTime when the slot begins
 */
export async function takeSlot(
  database: Database,
  task: string,
  slotTime: Date,
  claim: Claim,
): Promise<ClaimedRun | null> {
  const { worker, leaseSeconds } = claim;
  const now = wholeSeconds(claim.now);
  const busy = await database.guard(() =>
    database.client.backgroundRun.findFirst({
      where: { task, state: 'running', leaseTime: { gt: now } },
      select: { id: true },
    }),
  );
  if (busy) return null;
  const id = `${task}@${slotTime.toISOString().slice(0, 19)}Z`;
  const taken = await database.execute(
    sql`${database.dialect.insertIgnoring('er_background_run')} (id, task, slot_time, state, worker, attempts, started_time, heartbeat_time, lease_time)
      VALUES (${id}, ${task}, ${slotTime}, 'running', ${worker}, 1, ${now}, ${now}, ${later(now, leaseSeconds)}) ${database.dialect.ignoring}`,
  );
  return taken === 1 ? { id, worker } : null;
}

/** Gives a sign of life; false when the run belongs to another worker by now. */
export async function renewLease(
  database: Database,
  run: ClaimedRun,
  now: Date,
  leaseSeconds: number,
): Promise<boolean> {
  const renewed = await database.execute(
    sql`UPDATE er_background_run SET lease_time = ${later(now, leaseSeconds)}, heartbeat_time = ${wholeSeconds(now)}
      WHERE id = ${run.id} AND worker = ${run.worker} AND state = 'running'`,
  );
  return renewed === 1;
}

const LONGEST_ERROR = 2000;

/** Writes down how a run ended, if it is still this worker's. */
export async function endRun(database: Database, run: ClaimedRun, now: Date, error: string | null): Promise<void> {
  const state = error === null ? 'done' : 'failed';
  await database.execute(
    sql`UPDATE er_background_run SET state = ${state}, ended_time = ${wholeSeconds(now)}, error = ${error?.slice(0, LONGEST_ERROR) ?? null}
      WHERE id = ${run.id} AND worker = ${run.worker} AND state = 'running'`,
  );
}

/** Leaves an unfinished run to whoever comes next. */
export async function releaseRun(database: Database, run: ClaimedRun, now: Date): Promise<void> {
  await database.execute(
    sql`UPDATE er_background_run SET lease_time = ${wholeSeconds(now)} WHERE id = ${run.id} AND worker = ${run.worker} AND state = 'running'`,
  );
}

/** Removes runs of slots before a moment, at most `most` of them; returns how many. */
export async function deleteRunsBefore(database: Database, before: Date, most: number): Promise<number> {
  const old = await database.guard(() =>
    database.client.backgroundRun.findMany({
      where: { slotTime: { lt: before } },
      orderBy: { slotTime: 'asc' },
      take: most,
      select: { id: true },
    }),
  );
  if (old.length === 0) return 0;
  const { count } = await database.guard(() =>
    database.client.backgroundRun.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } }),
  );
  return count;
}

/** How far a walk has come, as its task wrote it; null before its first step. */
export async function readPosition(database: Database, name: string): Promise<string | null> {
  const found = await database.guard(() => database.client.backgroundPosition.findUnique({ where: { name } }));
  return found?.value ?? null;
}

/** Keeps how far a walk has come. */
export async function writePosition(database: Database, name: string, value: string, now: Date): Promise<void> {
  const time = wholeSeconds(now);
  const known = await database.execute(
    sql`UPDATE er_background_position SET value = ${value}, updated_time = ${time} WHERE name = ${name}`,
  );
  if (known > 0) return;
  // Another worker that made the same first step at this moment has written one that is as good.
  await database.execute(
    sql`${database.dialect.insertIgnoring('er_background_position')} (name, value, updated_time)
      VALUES (${name}, ${value}, ${time}) ${database.dialect.ignoring}`,
  );
}
