import type { z } from 'zod';
import type {
  CleanupRun,
  CleanupRunDetail,
  CleanupState,
  listCleanupRuns,
  listSkippedRows,
  previewCleanup as previewOperation,
} from '@/contracts/cleanup';
import type { addCleanupProtection, CleanupProtection } from '@/contracts/cleanup-protections';
import { writeAudit } from '@/server/platform/audit/writer';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { auditEntry } from './audit';
import { oldestPreview } from './expire';
import { needAdministrator } from './policy';
import { makePreview } from './preview';
import { deleteProtection, findProtections, insertProtection } from './protections/store';
import { makeReceipt, receiptAsCsv } from './receipt';
import {
  deleteRun,
  findRun,
  findRuns,
  findRunsInState,
  findSkipped,
  lockRun,
  type RunRow,
  updateRun,
} from './runs/store';
import { toCleanupProtection, toCleanupRun, toCleanupRunDetail } from './serializer';
import { UNDER_WAY, workOnRuns } from './worker';

/** A cleanup of the subject that is begun and not ended keeps others from beginning. */
const OCCUPYING: readonly CleanupState[] = [...UNDER_WAY, 'paused', 'failed'];

function missing(runId: number): AppError {
  return new AppError('not_found', `There is no cleanup ${runId}; a preview that nobody started is kept for a day.`);
}

async function needRun(context: Context, runId: number): Promise<RunRow> {
  needAdministrator(context.actor);
  const run = await findRun(context.database, runId);
  if (!run) throw missing(runId);
  return run;
}

/** Begins to work in this process at once; if it ends, another goes on within half a minute. */
function beginWork(context: Context): void {
  workOnRuns(context, new AbortController().signal).catch((error) =>
    context.log.warn({ err: error }, 'a cleanup waits for the next look'),
  );
}

/** Moves a run on from one of some states, with its audit row. @throws AppError not_found, conflict */
async function move(
  context: Context,
  runId: number,
  action: string,
  change: (run: RunRow) => Partial<Parameters<typeof updateRun>[2]> & { state: CleanupState },
  check: (run: RunRow, others: RunRow[]) => void,
): Promise<RunRow> {
  needAdministrator(context.actor);
  const { database, clock } = context;
  return database.transaction(async (on) => {
    const run = await lockRun(database, on, runId);
    if (!run) throw missing(runId);
    const others = (await findRunsInState(database, OCCUPYING, run.subject, on)).filter(({ id }) => id !== runId);
    check(run, others);
    const changed = await updateRun(on, runId, change(run));
    const detail = { from: run.state, to: changed.state, reason: changed.reason, user: changed.undoUser };
    await writeAudit(on, [auditEntry(context, action, runId, detail)], clock.now());
    return changed;
  });
}

/** @throws AppError conflict unless the run is in one of the states */
function needState(run: RunRow, states: readonly CleanupState[], what: string): void {
  if (!states.includes(run.state as CleanupState))
    throw new AppError('conflict', `Cleanup ${run.id} is ${run.state}; ${what}.`);
}

function needAlone(others: readonly RunRow[]): void {
  const [other] = others;
  if (other)
    throw new AppError(
      'conflict',
      `Cleanup ${other.id} of ${other.subject} is ${other.state}. Let it end, or cancel it, before another begins.`,
    );
}

/** Freezes the rows that a rule finds and says what they are. @throws AppError forbidden */
export async function previewCleanup(
  context: Context,
  body: z.output<(typeof previewOperation)['body']>,
): Promise<CleanupRunDetail> {
  needAdministrator(context.actor);
  return toCleanupRunDetail(await makePreview(context, body));
}

/** Cleanups, newest first. @throws AppError forbidden */
export async function listRuns(
  context: Context,
  { cursor, pageSize }: z.output<(typeof listCleanupRuns)['query']>,
): Promise<{ items: CleanupRun[]; nextCursor: number | null }> {
  needAdministrator(context.actor);
  const rows = await findRuns(context.database, cursor, pageSize + 1);
  const items = rows.slice(0, pageSize).map(toCleanupRun);
  return { items, nextCursor: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null };
}

/** One cleanup with its preview. @throws AppError forbidden, not_found */
export async function readRun(context: Context, runId: number): Promise<CleanupRunDetail> {
  return toCleanupRunDetail(await needRun(context, runId));
}

/** Throws a preview away. @throws AppError forbidden, not_found, conflict (it was started) */
export async function discardRun(context: Context, runId: number): Promise<{ id: number }> {
  await needRun(context, runId);
  const { database, clock } = context;
  return database.transaction(async (on) => {
    const run = await lockRun(database, on, runId);
    if (!run) throw missing(runId);
    needState(run, ['previewed'], 'only a preview that was not started can be thrown away');
    await deleteRun(on, runId);
    await writeAudit(on, [auditEntry(context, 'cleanup.discard', runId)], clock.now());
    return { id: runId };
  });
}

/** Begins to remove what a preview froze. @throws AppError forbidden, not_found, conflict (started, too old, or another is under way) */
export async function startRun(context: Context, runId: number, reason: string): Promise<CleanupRun> {
  const now = context.clock.now();
  const run = await move(
    context,
    runId,
    'cleanup.start',
    () => ({ state: 'running', reason, startedBy: context.actor.name, startedTime: wholeSeconds(now) }),
    (current, others) => {
      needState(current, ['previewed'], 'it was started already');
      if (current.createdTime < oldestPreview(now))
        throw new AppError('conflict', `The preview of cleanup ${runId} is more than a day old. Make a new one.`);
      needAlone(others);
    },
  );
  beginWork(context);
  return toCleanupRun(run);
}

/** Lets a cleanup rest after the batch under way. @throws AppError forbidden, not_found, conflict */
export async function pauseRun(context: Context, runId: number): Promise<CleanupRun> {
  const check = (run: RunRow) => needState(run, ['running', 'pausing', 'paused'], 'only one that runs can rest');
  const change = (run: RunRow) => ({ state: run.state === 'paused' ? ('paused' as const) : ('pausing' as const) });
  const run = await move(context, runId, 'cleanup.pause', change, check);
  beginWork(context);
  return toCleanupRun(run);
}

/** Lets a cleanup go on that rests or stopped. @throws AppError forbidden, not_found, conflict */
export async function resumeRun(context: Context, runId: number): Promise<CleanupRun> {
  const run = await move(
    context,
    runId,
    'cleanup.resume',
    ({ finishedTime }) => ({ state: finishedTime ? 'undoing' : 'running', error: null }),
    (current, others) => {
      needState(current, ['paused', 'pausing', 'failed'], 'only one that rests or stopped can go on');
      needAlone(others);
    },
  );
  beginWork(context);
  return toCleanupRun(run);
}

/** Ends a cleanup after the batch under way. @throws AppError forbidden, not_found, conflict */
export async function cancelRun(context: Context, runId: number): Promise<CleanupRun> {
  const run = await move(
    context,
    runId,
    'cleanup.cancel',
    () => ({ state: 'cancelling' }),
    (current) => {
      needState(
        current,
        ['running', 'pausing', 'paused', 'cancelling', 'failed'],
        'only one that is under way can be cancelled',
      );
      if (current.finishedTime)
        throw new AppError('conflict', `Cleanup ${runId} is being undone; let that go on with resume.`);
    },
  );
  beginWork(context);
  return toCleanupRun(run);
}

/** Brings back what a cleanup removed. @throws AppError forbidden, not_found, conflict, gone (its time is over) */
export async function undoRun(context: Context, runId: number, user: string | null): Promise<CleanupRun> {
  const now = context.clock.now();
  const run = await move(
    context,
    runId,
    'cleanup.undo',
    () => ({ state: 'undoing', undoUser: user, undoBatch: 0, error: null }),
    (current, others) => {
      needState(current, ['completed', 'cancelled', 'undone'], 'only one that has ended can be undone');
      if (!current.undoUntil || current.undoUntil <= now)
        throw new AppError('gone', `Cleanup ${runId} can no longer be undone; its archive was kept for 7 days.`);
      needAlone(others);
    },
  );
  beginWork(context);
  return toCleanupRun(run);
}

/** Rows that a cleanup left alone. @throws AppError forbidden, not_found */
export async function listSkipped(
  context: Context,
  runId: number,
  { cursor = 0, pageSize }: z.output<(typeof listSkippedRows)['query']>,
) {
  await needRun(context, runId);
  const rows = await findSkipped(context.database, runId, cursor, pageSize + 1);
  const items = rows.slice(0, pageSize);
  return { items, nextCursor: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null };
}

/** The receipt of a cleanup as a file. @throws AppError forbidden, not_found, conflict (not ended), gone */
export async function readReceipt(context: Context, runId: number, format: 'json' | 'csv'): Promise<Response> {
  const receipt = await makeReceipt(context, await needRun(context, runId));
  const body = format === 'csv' ? receiptAsCsv(receipt) : `${JSON.stringify(receipt, null, 2)}\n`;
  return new Response(body, {
    headers: {
      'content-type': format === 'csv' ? 'text/csv;charset=utf-8' : 'application/json',
      'content-disposition': `attachment; filename="cleanup-${runId}.${format}"`,
    },
  });
}

/** What no cleanup removes. @throws AppError forbidden */
export async function listProtections(context: Context): Promise<{ items: CleanupProtection[] }> {
  needAdministrator(context.actor);
  return { items: (await findProtections(context.database)).map(toCleanupProtection) };
}

/** Protects rows from every cleanup; doing so again changes nothing. @throws AppError forbidden */
export async function addProtection(
  context: Context,
  { note, ...given }: z.output<(typeof addCleanupProtection)['body']>,
): Promise<CleanupProtection> {
  needAdministrator(context.actor);
  const { database, clock, actor } = context;
  return database.transaction(async (on) => {
    const row = await insertProtection(on, { ...given, note: note ?? null, createdBy: actor.name }, clock.now());
    const entry = { ...auditEntry(context, 'cleanup.protect', row.id, given), objectType: 'cleanup-protection' };
    await writeAudit(on, [entry], clock.now());
    return toCleanupProtection(row);
  });
}

/** Ends a protection. @throws AppError forbidden, not_found */
export async function removeProtection(context: Context, id: number): Promise<{ id: number }> {
  needAdministrator(context.actor);
  const { database, clock } = context;
  return database.transaction(async (on) => {
    const row = await deleteProtection(on, id);
    if (!row) throw new AppError('not_found', `There is no protection ${id}; somebody may have ended it.`);
    const { subject, kind, value } = row;
    const entry = {
      ...auditEntry(context, 'cleanup.unprotect', id, { subject, kind, value }),
      objectType: 'cleanup-protection',
    };
    await writeAudit(on, [entry], clock.now());
    return { id };
  });
}
