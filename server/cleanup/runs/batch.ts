import type { CleanupSubject } from '@/contracts/cleanup';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import type { RowTree } from '@/server/platform/db/row-tree';
import type { ObjectStorage } from '@/server/platform/object-storage/storage';
import { packSegment, storeSegment } from '../archive/segments';
import { insertLog } from '../log/store';
import { namesOf } from '../protections/protections';
import { findProtections } from '../protections/store';
import type { ProtectedNames } from '../rows/conditions/store';
import { readTreeLines } from '../rows/lines/store';
import { deleteTrees, judgeRows, measureLargeValues, type Verdict } from '../rows/store';
import type { FrozenRule } from '../rules/frozen-rule';
import { packIds } from '../rules/id-list';
import { undoUntil } from '../rules/run-times';
import { changeOwnRun, type RunRow } from './store';

/** Values that are read at once, at most: batches of large ones are smaller. */
const LARGEST_BATCH_BYTES = 16 << 20;

/** What all batches of a run work with. */
export interface RunMeans {
  context: Context;
  run: RunRow;
  tree: RowTree;
  rule: FrozenRule;
  storage: ObjectStorage;
}

/** A batch whose rows lie in the archive already, safe, and are still to be deleted. */
export interface PreparedBatch {
  position: number;
  ids: number[];
  verdicts: Map<number, Verdict>;
  doomed: number[];
  /** Rows of each table that the archive holds; null when nothing is to be deleted. */
  archived: { counts: Map<string, number>; key: string; sizeBytes: number; sha256: string } | null;
}

/** The rows were changed between archiving and deleting them: the batch is to be prepared again. */
export class BatchChanged extends Error {
  override name = 'BatchChanged';

  constructor() {
    super('Its rows kept changing between being archived and being deleted. Resume it when they are at rest.');
  }
}

const doomedOf = (verdicts: ReadonlyMap<number, Verdict>) =>
  [...verdicts].filter(([, verdict]) => verdict === 'doomed').map(([id]) => id);

/**
 * Judges the next frozen rows and archives those that are to go. Nothing refers to the archive yet; a batch that comes
 * to nothing leaves an object that is swept when the run goes on or ends.
 * @throws StorageError
 */
export async function prepareBatch(
  means: RunMeans,
  position: number,
  frozen: readonly number[],
): Promise<PreparedBatch> {
  const { context, run, tree, rule, storage } = means;
  const { database } = context;
  let ids = [...frozen];
  while (ids.length > 1 && (await measureLargeValues(database, tree, ids)) > LARGEST_BATCH_BYTES)
    ids = ids.slice(0, Math.ceil(ids.length / 2));
  const names = namesOf(await findProtections(database, run.subject as CleanupSubject));
  const verdicts = await judgeRows(database, tree, rule, names, ids);
  const doomed = doomedOf(verdicts);
  if (doomed.length === 0) return { position, ids, verdicts, doomed, archived: null };
  const tables = await readTreeLines(database, tree, doomed);
  const packed = await packSegment(tables);
  const key = `${run.folder}/${String(position).padStart(10, '0')}-${run.epoch}.gz`;
  await storeSegment(storage, key, packed);
  const counts = new Map(tables.map(({ table, count }) => [table, count]));
  return {
    position,
    ids,
    verdicts,
    doomed,
    archived: { counts, key, sizeBytes: packed.bytes.length, sha256: packed.sha256 },
  };
}

/** What a batch came to. */
export interface BatchResult {
  deleted: number;
  skipped: number;
  /** How long its transaction took. */
  ms: number;
}

/**
 * Deletes what a batch has archived, in one short transaction that looks at the rows again behind their locks and writes
 * down what it did.
 * @throws BatchChanged when the rows are not what was archived, RunLost when the run is not ours; nothing is done then
 */
export async function commitBatch(means: RunMeans, batch: PreparedBatch, runningMs: number): Promise<BatchResult> {
  const { context, run, tree, rule } = means;
  const { database, clock } = context;
  const { position, ids, verdicts, doomed, archived } = batch;
  const skipped = [...verdicts].filter(([, verdict]) => verdict !== 'doomed');
  let started = 0;
  await database.longTransaction(async (on) => {
    started = performance.now();
    const names: ProtectedNames = namesOf(await findProtections(database, run.subject as CleanupSubject, on));
    const now = clock.now();
    if (archived) {
      const counts = await deleteTrees(database, tree, rule, names, doomed, on);
      if (!counts) throw new BatchChanged();
      for (const [table, count] of archived.counts) if (counts.get(table) !== count) throw new BatchChanged();
      const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
      await on.cleanupSegment.create({
        data: {
          runId: run.id,
          number: position,
          rows: doomed.length,
          childRows: all - doomed.length,
          firstId: doomed[0] as number,
          lastId: doomed.at(-1) as number,
          sizeBytes: BigInt(archived.sizeBytes),
          sha256: archived.sha256,
          objectKey: archived.key,
          ids: packIds(doomed),
          time: wholeSeconds(now),
        },
      });
    }
    if (skipped.length > 0)
      await on.cleanupSkipped.createMany({
        data: skipped.map(([rowId, reason]) => ({ runId: run.id, rowId, reason })),
      });
    await changeOwnRun(
      run,
      {
        processed: position + ids.length,
        affected: run.affected + doomed.length,
        skipped: run.skipped + skipped.length,
        batchSize: ids.length,
        runningMs: BigInt(Math.round(runningMs)),
        // Each batch can be undone for as long, counted from the last one.
        undoUntil: archived || run.undoUntil ? wholeSeconds(undoUntil(now)) : null,
        error: null,
      },
      on,
    );
    const detail = {
      from: position,
      deleted: doomed.length,
      skipped: skipped.length,
      archiveBytes: archived?.sizeBytes ?? 0,
      ms: Math.round(performance.now() - started),
    };
    await insertLog(on, run.id, { action: 'batch', actor: context.actor.name, detail }, now);
  });
  run.affected += doomed.length;
  run.skipped += skipped.length;
  if (archived) run.undoUntil = wholeSeconds(undoUntil(clock.now()));
  return { deleted: doomed.length, skipped: skipped.length, ms: performance.now() - started };
}
