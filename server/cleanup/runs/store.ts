import type { CleanupState } from '@/contracts/cleanup';
import { wholeSeconds } from '@/server/platform/clock';
import type { Database, Queryable } from '@/server/platform/db/database';
import { sql } from '@/server/platform/db/dialect';
import { decodeIds, FROZEN_PART } from '../rules/frozen-ids';
import type { SkippedRow } from '../subject/service';

/** A run as its row has it. */
export type RunRow = Awaited<ReturnType<Database['client']['cleanupRun']['findMany']>>[number];

/** A batch that was removed, and where its rows are kept. */
export type BatchRow = Awaited<ReturnType<Database['client']['cleanupBatch']['findMany']>>[number];

/** Writes a run with its frozen set. */
export async function insertRun(
  on: Queryable,
  run: { subject: string; rule: string; preview: string; createdBy: string; frozen: number; batchSize: number },
  parts: readonly Buffer[],
  now: Date,
): Promise<RunRow> {
  const row = await on.cleanupRun.create({
    data: {
      ...run,
      state: 'previewed',
      createdTime: wholeSeconds(now),
      processed: 0,
      removed: 0,
      skipped: 0,
      childRows: 0,
      archivedBytes: 0,
      batches: 0,
      workMilliseconds: 0,
      undoBatch: 0,
      restored: 0,
      notRestored: 0,
    },
  });
  for (const [number, ids] of parts.entries())
    await on.cleanupChunk.create({
      data: {
        runId: row.id,
        number,
        size: Math.min(FROZEN_PART, run.frozen - number * FROZEN_PART),
        ids: new Uint8Array(ids),
      },
    });
  return row;
}

/** A run; null when there is none. */
export function findRun(database: Database, id: number, on: Queryable = database.client): Promise<RunRow | null> {
  return database.guard(() => on.cleanupRun.findUnique({ where: { id } }));
}

/** A run, locked until the transaction ends, so that what is asked of it and what is done with it do not cross. */
export async function lockRun(database: Database, on: Queryable, id: number): Promise<RunRow | null> {
  await database.query(sql`SELECT id FROM er_cleanup_run WHERE id = ${id} ${database.dialect.forUpdate}`, on);
  return on.cleanupRun.findUnique({ where: { id } });
}

/** Runs before one, newest first. */
export function findRuns(database: Database, before: number | undefined, size: number): Promise<RunRow[]> {
  const where = before === undefined ? {} : { id: { lt: before } };
  return database.guard(() => database.client.cleanupRun.findMany({ where, orderBy: { id: 'desc' }, take: size }));
}

/** Runs of a subject that are under way, the oldest first. */
export function findRunsInState(
  database: Database,
  states: readonly CleanupState[],
  subject?: string,
  on: Queryable = database.client,
): Promise<RunRow[]> {
  return database.guard(() =>
    on.cleanupRun.findMany({
      where: { state: { in: [...states] }, ...(subject && { subject }) },
      orderBy: { id: 'asc' },
    }),
  );
}

/** Changes a run. */
export function updateRun(
  on: Queryable,
  id: number,
  data: Parameters<Queryable['cleanupRun']['update']>[0]['data'],
): Promise<RunRow> {
  return on.cleanupRun.update({ where: { id }, data });
}

/** Removes a run with all that belongs to it but its archive. */
export async function deleteRun(on: Queryable, id: number): Promise<void> {
  await on.cleanupChunk.deleteMany({ where: { runId: id } });
  await on.cleanupSkipped.deleteMany({ where: { runId: id } });
  await on.cleanupBatch.deleteMany({ where: { runId: id } });
  await on.cleanupRun.delete({ where: { id } });
}

/** Frozen ids from one place on, at most so many, and no more than the part holds in which they lie. */
export async function findFrozenIds(
  database: Database,
  runId: number,
  from: number,
  size: number,
  on: Queryable = database.client,
): Promise<number[]> {
  const number = Math.floor(from / FROZEN_PART);
  const part = await database.guard(() => on.cleanupChunk.findUnique({ where: { runId_number: { runId, number } } }));
  const start = from % FROZEN_PART;
  return part ? decodeIds(part.ids).slice(start, start + size) : [];
}

/** Notes rows that were left alone. */
export async function insertSkipped(on: Queryable, runId: number, rows: readonly SkippedRow[]): Promise<void> {
  if (rows.length > 0)
    await on.cleanupSkipped.createMany({ data: rows.map(({ id, reason }) => ({ runId, itemId: id, reason })) });
}

/** Rows of a run that were left alone, by id. */
export async function findSkipped(
  database: Database,
  runId: number,
  after: number,
  size: number,
): Promise<{ id: number; reason: SkippedRow['reason'] }[]> {
  const rows = await database.guard(() =>
    database.client.cleanupSkipped.findMany({
      where: { runId, itemId: { gt: after } },
      orderBy: { itemId: 'asc' },
      take: size,
    }),
  );
  return rows.map(({ itemId, reason }) => ({ id: Number(itemId), reason: reason as SkippedRow['reason'] }));
}

/** Notes a batch that was removed. */
export async function insertBatch(on: Queryable, batch: BatchRow): Promise<void> {
  await on.cleanupBatch.create({ data: batch });
}

/** Batches of a run from one on, in order. */
export function findBatches(
  database: Database,
  runId: number,
  from: number,
  size: number,
  on: Queryable = database.client,
): Promise<BatchRow[]> {
  return database.guard(() =>
    on.cleanupBatch.findMany({ where: { runId, number: { gte: from } }, orderBy: { number: 'asc' }, take: size }),
  );
}

/** Runs whose time to be undone is over and that still have an archive, and previews that nobody started. */
export async function findExpired(database: Database, now: Date, previewedBefore: Date): Promise<RunRow[]> {
  return database.guard(() =>
    database.client.cleanupRun.findMany({
      where: {
        OR: [
          { undoUntil: { lte: wholeSeconds(now) } },
          { state: 'previewed', createdTime: { lt: wholeSeconds(previewedBefore) } },
        ],
      },
      orderBy: { id: 'asc' },
      take: 20,
    }),
  );
}

/** Forgets the frozen set and the archive of a run whose time is over; its counts stay. */
export async function forgetArchive(on: Queryable, id: number): Promise<void> {
  await on.cleanupChunk.deleteMany({ where: { runId: id } });
  await on.cleanupBatch.updateMany({ where: { runId: id }, data: { segment: '' } });
  await on.cleanupRun.update({ where: { id }, data: { undoUntil: null } });
}
