import type { CleanupRule } from '@/contracts/cleanup';
import { writeAudit } from '@/server/platform/audit/writer';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { keepRows, readRows } from './archive';
import { auditEntry } from './audit';
import { keepSubject } from './lock/store';
import { readProtections } from './protections/store';
import { readFixedRule } from './rules/fixed-rule';
import { nextBatchSize } from './rules/pace';
import { findBatches, findFrozenIds, insertBatch, insertSkipped, lockRun, type RunRow, updateRun } from './runs/store';
import type { Target } from './subject/service';
import { subjectOf } from './subjects';

/** Days in which a cleanup can be undone. */
const UNDO_DAYS = 7;
/** Bytes of values that one batch keeps at most. */
const BATCH_BYTES = 32 << 20;
/** Clocks of programs beside us differ: what was used so shortly before the preview counts as used since. */
const CLOCK_DIFFERENCE_MS = 5000;

/** How a run goes on after a batch. */
export type Progress = 'more' | 'rests' | 'lost';

/** From when on a use of a row is one since the preview. */
function touchedSince({ createdTime }: Pick<RunRow, 'createdTime'>): Date {
  return new Date(createdTime.getTime() - CLOCK_DIFFERENCE_MS);
}

function undoEnd(now: Date): Date {
  return wholeSeconds(new Date(now.getTime() + UNDO_DAYS * 86_400_000));
}

async function finish(
  context: Context,
  on: Queryable,
  run: RunRow,
  state: 'completed' | 'cancelled',
): Promise<'rests'> {
  const now = context.clock.now();
  await updateRun(on, run.id, { state, finishedTime: wholeSeconds(now), undoUntil: undoEnd(now) });
  const { frozen, processed, removed, skipped } = run;
  await writeAudit(on, [auditEntry(context, `cleanup.${state}`, run.id, { frozen, processed, removed, skipped })], now);
  return 'rests';
}

async function targetOf(context: Context, on: Queryable, run: RunRow): Promise<Target> {
  const rule = readFixedRule(JSON.parse(run.rule) as CleanupRule);
  return { rule, protections: await readProtections(context.database, run.subject, on) };
}

/** Archives and removes the next frozen rows; what has changed since the preview is left alone and listed. */
async function removeNext(context: Context, on: Queryable, run: RunRow): Promise<Progress> {
  const { database, clock } = context;
  const begun = performance.now();
  const subject = subjectOf(run.subject);
  let ids = await findFrozenIds(database, run.id, run.processed, run.batchSize, on);
  if (ids.length === 0) return finish(context, on, run, 'completed');
  ids = ids.slice(0, await subject.fitting(database, on, ids, BATCH_BYTES));
  const { doomed, skipped } = await subject.judge(
    database,
    on,
    ids,
    await targetOf(context, on, run),
    touchedSince(run),
  );
  const number = run.batches;
  let kept = { childRows: 0, bytes: 0 };
  if (doomed.length > 0) {
    const { text, childRows } = await subject.read(database, on, doomed);
    // Safe on disk before the rows go: a crash leaves either the rows or the archive with the batch that names it.
    const segment = await keepRows(context, run.id, number, text);
    await subject.remove(database, on, doomed);
    kept = { childRows, bytes: segment.bytes };
    await insertBatch(on, {
      runId: run.id,
      number,
      storage: segment.storage,
      segment: segment.key,
      sha256: segment.sha256,
      bytes: BigInt(segment.bytes),
      removed: doomed.length,
      childRows,
      firstId: BigInt(doomed[0] as number),
      lastId: BigInt(doomed.at(-1) as number),
      time: wholeSeconds(clock.now()),
    });
  }
  await insertSkipped(on, run.id, skipped);
  const milliseconds = performance.now() - begun;
  await updateRun(on, run.id, {
    processed: { increment: ids.length },
    removed: { increment: doomed.length },
    skipped: { increment: skipped.length },
    childRows: { increment: kept.childRows },
    archivedBytes: { increment: kept.bytes },
    batches: number + (doomed.length > 0 ? 1 : 0),
    batchSize: nextBatchSize(database.kind, ids.length, milliseconds),
    workMilliseconds: { increment: Math.round(milliseconds) },
    error: null,
  });
  return 'more';
}

/** Brings the rows of the next archived batch back. */
async function restoreNext(context: Context, on: Queryable, run: RunRow): Promise<Progress> {
  const { database, clock } = context;
  const [batch] = await findBatches(database, run.id, run.undoBatch, 1, on);
  if (!batch) {
    const state = run.undoUser === null ? 'undone' : run.processed < run.frozen ? 'cancelled' : 'completed';
    await updateRun(on, run.id, { state });
    const { undoUser, restored, notRestored } = run;
    const entry = auditEntry(context, 'cleanup.undone', run.id, { user: undoUser, restored, notRestored });
    await writeAudit(on, [entry], clock.now());
    return 'rests';
  }
  const text = await readRows(context, batch);
  const { restored, taken } = await subjectOf(run.subject).restore(database, on, text, run.undoUser);
  await updateRun(on, run.id, {
    undoBatch: batch.number + 1,
    restored: { increment: restored },
    notRestored: { increment: taken },
    error: null,
  });
  return 'more';
}

/**
 * Does the next batch of a run, whatever it is about, in one transaction; or follows what was asked of it meanwhile.
 * @param holder who has the subject
 * @throws AppError storage_full, storage_unavailable, database_unavailable, conflict, gone
 */
export function doBatch(context: Context, runId: number, holder: string): Promise<Progress> {
  const { database, clock } = context;
  return database.transaction(async (on) => {
    const run = await lockRun(database, on, runId);
    if (!run) return 'rests';
    if (!(await keepSubject(on, run.subject, holder, clock.now()))) return 'lost';
    if (run.state === 'running') return removeNext(context, on, run);
    if (run.state === 'undoing') return restoreNext(context, on, run);
    if (run.state === 'cancelling') return finish(context, on, run, 'cancelled');
    if (run.state === 'pausing') await updateRun(on, run.id, { state: 'paused' });
    return 'rests';
  });
}
