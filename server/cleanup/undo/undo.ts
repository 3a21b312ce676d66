import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CleanupSubject } from '@/contracts/cleanup';
import type { Context } from '@/server/platform/context';
import { isUniqueViolation } from '@/server/platform/db/failure';
import type { RowTree } from '@/server/platform/db/row-tree';
import type { ObjectStorage } from '@/server/platform/object-storage/storage';
import { readSegment } from '../archive/segments';
import { insertLog } from '../log/store';
import { rehearse } from '../rows/rehearsal';
import { endRun, heedRequest } from '../runs/settle';
import { changeOwnRun, findRun, findSegments, type RunRow, type SegmentRow } from '../runs/store';
import { archiveStorage } from '../runs/sweep';
import { treeOf } from '../subjects';
import { type ArchivedRows, parseRows, rootsOf, rowsOf } from './archived-rows';
import { findTakenRoots, insertRows } from './store';

/** What putting a segment back works with. */
interface Means {
  context: Context;
  run: RunRow;
  tree: RowTree;
  runningMs: number;
}

/**
 * Those of the roots that the database does not take for a reason that only it knows, such as a key that another
 * program has given its table: found by halves, each tried and taken back.
 */
async function findRefused(means: Means, rows: ArchivedRows, roots: readonly number[]): Promise<number[]> {
  const { context, tree } = means;
  const { database } = context;
  const some = new Set(roots);
  try {
    await rehearse(database, (on) =>
      insertRows(
        database,
        tree,
        rowsOf(rows, (root) => some.has(root)),
        on,
      ),
    );
    return [];
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    if (roots.length === 1) return [...roots];
    const half = Math.ceil(roots.length / 2);
    const first = await findRefused(means, rows, roots.slice(0, half));
    return [...first, ...(await findRefused(means, rows, roots.slice(half)))];
  }
}

/** Puts rows back in one transaction, but for roots whose place is taken or that are refused. */
async function putBack(
  { context, run, tree, runningMs }: Means,
  segment: SegmentRow,
  rows: ArchivedRows,
  refused: readonly number[],
): Promise<{ restored: number; taken: number }> {
  const { database } = context;
  return database.longTransaction(async (on) => {
    const taken = new Set([...(await findTakenRoots(database, tree, rows, on)), ...refused]);
    const free = rowsOf(rows, (root) => !taken.has(root));
    const restored = free.get(tree.table)?.length ?? 0;
    await insertRows(database, tree, free, on);
    if (taken.size > 0)
      await on.cleanupSkipped.createMany({
        data: [...taken].map((rowId) => ({ runId: run.id, rowId, reason: 'exists' })),
      });
    await changeOwnRun(
      run,
      {
        processed: run.processed + segment.rows,
        affected: run.affected + restored,
        skipped: run.skipped + taken.size,
        batchSize: segment.rows,
        runningMs: BigInt(Math.round(runningMs)),
      },
      on,
    );
    const detail = { restored, skipped: taken.size };
    await insertLog(on, run.id, { action: 'batchRestored', actor: context.actor.name, detail }, context.clock.now());
    return { restored, taken: taken.size };
  });
}

/** Puts one segment back. @throws SegmentDamaged, StorageError, RunLost */
async function restoreSegment(means: Means, segment: SegmentRow, storage: ObjectStorage): Promise<void> {
  const { run, tree } = means;
  const all = parseRows(tree, await readSegment(storage, segment));
  const wanted = rootsOf(tree, all, run.undoUser);
  const asked = rowsOf(all, (root) => wanted.has(root));
  const { restored, taken } = await putBack(means, segment, asked, []).catch(async (error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    return putBack(means, segment, asked, await findRefused(means, asked, [...wanted]));
  });
  run.processed += segment.rows;
  run.affected += restored;
  run.skipped += taken;
}

/** Reads the whole archive once: what is damaged must show before anything is put back. */
async function verifyArchive(
  context: Context,
  origin: RunRow,
  storage: ObjectStorage,
  signal: AbortSignal,
): Promise<SegmentRow[]> {
  const segments = await findSegments(context.database, origin.id, 0, 1_000_000);
  for (const segment of segments) {
    signal.throwIfAborted();
    await readSegment(storage, segment);
  }
  return segments;
}

/**
 * Puts back what a run deleted, segment by segment, until all is there, somebody pauses or cancels it, or it is told to
 * stop; then it can be gone on with. The archive is compared with its hashes before anything is put back.
 * @throws SegmentDamaged, StorageError, RunLost
 */
export async function performUndo(context: Context, run: RunRow, signal: AbortSignal): Promise<void> {
  const origin = run.undoOf === null ? null : await findRun(context.database, run.undoOf);
  if (!origin || origin.undoUntil === null) {
    await endRun(context, run, 'failed', 'The archive is gone: its time is over. Nothing more can be put back.');
    return;
  }
  const tree = treeOf(run.subject as CleanupSubject);
  const storage = archiveStorage(context, origin.storage);
  const segments = await verifyArchive(context, origin, storage, signal);
  let spent = Number(run.runningMs);
  let position = 0;
  for (const segment of segments) {
    position += segment.rows;
    if (position <= run.processed) continue;
    if (signal.aborted || (await heedRequest(context, run))) return;
    const started = performance.now();
    await restoreSegment({ context, run, tree, runningMs: spent }, segment, storage);
    spent += performance.now() - started;
    await nextTurn();
  }
  if (!signal.aborted && !(await heedRequest(context, run))) await endRun(context, run, 'done');
}
