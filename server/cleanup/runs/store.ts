import { hostname } from 'node:os';
import type { CleanupState, CleanupSubject } from '@/contracts/cleanup';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import type { Database, Queryable } from '@/server/platform/db/database';
import { sql } from '@/server/platform/db/dialect';
import { insertLog } from '../log/store';
import { unpackIds } from '../rules/id-list';

/** Ids in each chunk of a frozen set but the last: the position of a run names its chunk. */
export const CHUNK_IDS = 10_000;

/** A run as the database has it. */
export type RunRow = NonNullable<Awaited<ReturnType<Database['client']['cleanupRun']['findUnique']>>>;
/** A segment of its archive. */
export type SegmentRow = NonNullable<Awaited<ReturnType<Database['client']['cleanupSegment']['findFirst']>>>;

/** One run; null when there is none. */
export function findRun(database: Database, id: number, on: Queryable = database.client): Promise<RunRow | null> {
  return database.guard(() => on.cleanupRun.findUnique({ where: { id } }));
}

/** Runs by these properties, newest first. */
export function findRuns(
  database: Database,
  where: { subject?: CleanupSubject; state?: CleanupState; policyId?: number; beforeId?: number },
  most: number,
): Promise<RunRow[]> {
  const { beforeId, ...equal } = where;
  return database.guard(() =>
    database.client.cleanupRun.findMany({
      where: { ...equal, ...(beforeId === undefined ? {} : { id: { lt: beforeId } }) },
      orderBy: { id: 'desc' },
      take: most,
    }),
  );
}

/** The oldest run in one of the states; null when there is none. Reads by index and writes nothing. */
export async function findNext(database: Database, states: readonly CleanupState[]): Promise<RunRow | null> {
  for (const state of states) {
    const found = await database.guard(() =>
      database.client.cleanupRun.findFirst({ where: { state }, orderBy: { id: 'asc' } }),
    );
    if (found) return found;
  }
  return null;
}

/** Locks a run's row until the transaction ends and reads it. */
export async function lockRun(database: Database, id: number, on: Queryable): Promise<RunRow | null> {
  await database.query(sql`SELECT id FROM er_cleanup_run WHERE id = ${id} ${database.dialect.forUpdate}`, on);
  return findRun(database, id, on);
}

/**
 * Takes a run on: whoever had it before can commit nothing any more.
 * @returns the run with its new epoch; null when it is in another state by now
 */
export async function takeRun(
  { database, clock, actor }: Context,
  id: number,
  state: CleanupState,
): Promise<RunRow | null> {
  return database.transaction(async (on) => {
    const taken = await database.execute(
      sql`UPDATE er_cleanup_run SET epoch = epoch + 1 WHERE id = ${id} AND state = ${state}`,
      on,
    );
    const run = taken === 1 ? await findRun(database, id, on) : null;
    // A preview is made at once by whoever takes it.
    if (run && state === 'running') {
      const detail = { epoch: run.epoch, host: hostname(), process: process.pid };
      await insertLog(on, id, { action: 'taken', actor: actor.name, detail }, clock.now());
    }
    return run;
  });
}

/** The run was taken on by another worker, paused, cancelled or ended: nothing of this batch counts. */
export class RunLost extends Error {
  override name = 'RunLost';
}

/**
 * Changes a run that this worker has. Give the transaction of the batch.
 * @throws RunLost when it is another's by now, or somebody asked for a pause or an end
 */
export async function changeOwnRun(
  run: RunRow,
  change: Partial<Omit<RunRow, 'id' | 'epoch'>>,
  on: Queryable,
  heeding = true,
): Promise<void> {
  const { count } = await on.cleanupRun.updateMany({
    where: { id: run.id, epoch: run.epoch, state: run.state, ...(heeding ? { request: null } : {}) },
    data: change,
  });
  if (count !== 1) throw new RunLost(`run ${run.id} is not this worker’s any more`);
}

/** Removes what an earlier attempt at freezing left. */
export async function deleteChunks(database: Database, runId: number): Promise<void> {
  await database.guard(() => database.client.cleanupChunk.deleteMany({ where: { runId } }));
}

/** Reads consecutive ids of a frozen set. */
export class FrozenSet {
  #chunk: { number: number; ids: number[] } | null = null;

  constructor(
    private readonly database: Database,
    private readonly runId: number,
  ) {}

  /** Up to so many ids from a position on; none at the end. They may be fewer, at the end of a chunk. */
  async take(position: number, most: number): Promise<number[]> {
    const number = Math.floor(position / CHUNK_IDS);
    if (this.#chunk?.number !== number) {
      const row = await this.database.guard(() =>
        this.database.client.cleanupChunk.findUnique({ where: { runId_number: { runId: this.runId, number } } }),
      );
      this.#chunk = { number, ids: row ? unpackIds(row.ids) : [] };
    }
    const start = position - number * CHUNK_IDS;
    return this.#chunk.ids.slice(start, start + most);
  }
}

/** Segments of a run's archive from a position on, in order. */
export function findSegments(database: Database, runId: number, from: number, most: number): Promise<SegmentRow[]> {
  return database.guard(() =>
    database.client.cleanupSegment.findMany({
      where: { runId, number: { gte: from } },
      orderBy: { number: 'asc' },
      take: most,
    }),
  );
}

/**
 * Packed ids of segments that other runs' archives have, as far as they may hold ids of a segment.
 */
export async function findOverlapping(database: Database, run: RunRow, segment: SegmentRow): Promise<string[]> {
  const rows = await database.query<{ ids: string }>(
    sql`SELECT s.ids FROM er_cleanup_run r JOIN er_cleanup_segment s ON s.run_id = r.id
      WHERE r.undo_until IS NOT NULL AND r.subject = ${run.subject} AND r.id <> ${run.id}
        AND s.first_id <= ${segment.lastId} AND s.last_id >= ${segment.firstId}`,
  );
  return rows.map(({ ids }) => ids);
}

/** How many runs there are, by subject and state. */
export async function countRuns(database: Database): Promise<{ subject: string; state: string; count: number }[]> {
  const rows = await database.query<{ subject: string; state: string; count: bigint | number }>(
    sql`SELECT subject, state, COUNT(*) AS count FROM er_cleanup_run GROUP BY subject, state ORDER BY subject, state`,
  );
  return rows.map(({ subject, state, count }) => ({ subject, state, count: Number(count) }));
}

/** How many rows a run left as they are, by reason. */
export async function countSkipped(database: Database, runId: number): Promise<Record<string, number>> {
  const rows = await database.query<{ reason: string; count: bigint | number }>(
    sql`SELECT reason, COUNT(*) AS count FROM er_cleanup_skipped WHERE run_id = ${runId} GROUP BY reason ORDER BY reason`,
  );
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, Number(count)]));
}

/** Rows that a run left as they are, by id. */
export function findSkipped(
  database: Database,
  runId: number,
  afterId: number,
  most: number,
): Promise<{ rowId: number; reason: string }[]> {
  return database.guard(() =>
    database.client.cleanupSkipped.findMany({
      where: { runId, rowId: { gt: afterId } },
      orderBy: { rowId: 'asc' },
      take: most,
      select: { rowId: true, reason: true },
    }),
  );
}

/** Previews that were made before a moment and never started. */
export function findStalePreviews(database: Database, before: Date, most: number): Promise<RunRow[]> {
  return database.guard(() =>
    database.client.cleanupRun.findMany({
      where: { state: 'previewed', createdTime: { lt: wholeSeconds(before) } },
      orderBy: { id: 'asc' },
      take: most,
    }),
  );
}

/** Runs that have ended and whose archive has no reason to be any more. */
export function findExpired(database: Database, now: Date, most: number): Promise<RunRow[]> {
  return database.guard(() =>
    database.client.cleanupRun.findMany({
      where: { undoUntil: { lt: wholeSeconds(now) }, state: { notIn: ['running', 'paused'] } },
      orderBy: [{ undoUntil: 'asc' }, { id: 'asc' }],
      take: most,
    }),
  );
}

/** Whether a run is being undone, or waits for that. */
export async function isBeingUndone(database: Database, id: number, on: Queryable = database.client): Promise<boolean> {
  const where = { undoOf: id, state: { in: ['running', 'paused'] } };
  return (await database.guard(() => on.cleanupRun.findFirst({ where, select: { id: true } }))) !== null;
}

/** Makes a failed run a cancelled one, which nobody resumes; false when somebody has resumed it. */
export async function giveUp(database: Database, id: number): Promise<boolean> {
  return (
    (await database.execute(
      sql`UPDATE er_cleanup_run SET state = 'cancelled' WHERE id = ${id} AND state = 'failed'`,
    )) === 1
  );
}
