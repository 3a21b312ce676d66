import { randomBytes } from 'node:crypto';
import type {
  CleanupRule,
  CleanupRun,
  CleanupRunDetail,
  CleanupRunListQuery,
  CleanupSubject,
} from '@/contracts/cleanup';
import type { CleanupLogAction } from '@/contracts/cleanup-log';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { AppError } from '@/server/platform/errors';
import { writeRunTrail } from '../log/trail';
import { needAdministrator } from '../policy';
import { FIRST_BATCH } from '../rules/batch-size';
import { readCursor } from '../rules/cursor';
import { freezeRule } from '../rules/frozen-rule';
import { startableUntil, undoPossible } from '../rules/run-times';
import { toRun, toRunDetail } from '../serializer';
import { treeOf } from '../subjects';
import { deleteChunks, findRun, findRuns, isBeingUndone, lockRun, type RunRow } from './store';

function missing(id: number): AppError {
  return new AppError('not_found', `There is no run ${id}. The list of runs shows those that are there.`);
}

/** What begins as a preview. */
export interface PreviewRequest {
  subject: CleanupSubject;
  rule: CleanupRule;
  policyId?: number;
  /** Deletes as soon as the preview is made. */
  deletes?: boolean;
  reason?: string;
}

/** Writes a preview that is to be made. Give the transaction. @throws AppError invalid_input (rule) */
export async function insertPreview(context: Context, request: PreviewRequest, on: Queryable): Promise<RunRow> {
  const { clock, actor, configuration, database } = context;
  const { subject, rule, policyId = null, deletes = false, reason = null } = request;
  const now = clock.now();
  freezeRule(rule, subject, treeOf(subject), now, database.toColumnTime);
  const row = await on.cleanupRun.create({
    data: {
      ...EMPTY,
      kind: 'cleanup',
      subject,
      state: 'previewing',
      rule: JSON.stringify(rule),
      policyId,
      deletes,
      reason,
      createdBy: actor.name,
      createdTime: wholeSeconds(now),
      storage: configuration.materialStorage,
      folder: newFolder(),
    },
  });
  const detail = { subject, rule, policyId, deletes };
  await writeRunTrail(context, on, row.id, 'preview', detail);
  return row;
}

const EMPTY = {
  total: 0,
  processed: 0,
  affected: 0,
  skipped: 0,
  batchSize: FIRST_BATCH,
  runningMs: 0n,
  epoch: 0,
};

/** A folder of its own for each run: numbers begin anew with a new database, which may find an old storage. */
const newFolder = () => `cleanup/${randomBytes(12).toString('hex')}`;

/** Begins a preview; it is made in the background. @throws AppError forbidden, invalid_input (rule) */
export async function previewCleanup(
  context: Context,
  request: { subject: CleanupSubject; rule: CleanupRule },
): Promise<CleanupRun> {
  needAdministrator(context.actor);
  const row = await context.database.transaction((on) => insertPreview(context, request, on));
  return toRun(row, context.clock.now());
}

/** Runs, newest first. @throws AppError forbidden, invalid_input (cursor) */
export async function listRuns(
  context: Context,
  { subject, state, pageSize, cursor, policyId }: CleanupRunListQuery & { policyId?: number },
): Promise<{ items: CleanupRun[]; nextCursor: string | null }> {
  needAdministrator(context.actor);
  const beforeId = readCursor(cursor);
  const rows = await findRuns(context.database, { subject, state, policyId, beforeId }, pageSize + 1);
  const page = rows.slice(0, pageSize);
  const now = context.clock.now();
  return {
    items: page.map((row) => toRun(row, now)),
    nextCursor: rows.length > pageSize ? String(page.at(-1)?.id) : null,
  };
}

/** The row of a run. @throws AppError not_found */
export async function needRun(context: Context, id: number): Promise<RunRow> {
  const row = await findRun(context.database, id);
  if (!row) throw missing(id);
  return row;
}

/** One run. @throws AppError forbidden, not_found */
export async function readRun(context: Context, id: number): Promise<CleanupRunDetail> {
  needAdministrator(context.actor);
  return toRunDetail(await needRun(context, id), context.clock.now());
}

/** Changes a run behind its lock, with its audit row. */
async function changeRun(
  context: Context,
  id: number,
  action: CleanupLogAction,
  decide: (row: RunRow, now: Date) => Partial<RunRow>,
): Promise<CleanupRun> {
  needAdministrator(context.actor);
  const { database, clock } = context;
  return database.transaction(async (on) => {
    const row = await lockRun(database, id, on);
    if (!row) throw missing(id);
    const now = clock.now();
    const change = decide(row, now);
    await on.cleanupRun.update({ where: { id }, data: change });
    const { rule: _, ...told } = change;
    const detail = { ...told, subject: row.subject, from: row.state, total: row.total };
    await writeRunTrail(context, on, id, action, detail);
    return toRun({ ...row, ...change }, now);
  });
}

const WORDS: Record<string, string> = {
  previewing: 'is still being previewed',
  previewed: 'has not been started',
  running: 'is running',
  paused: 'is paused',
  done: 'is done',
  cancelled: 'was cancelled',
  failed: 'has failed',
  discarded: 'was discarded',
};

function notNow(row: RunRow, what: string): AppError {
  return new AppError('conflict', `Run ${row.id} ${WORDS[row.state] ?? row.state}: it cannot be ${what} now.`);
}

/**
 * Starts deleting what a preview froze. Runs wait for each other: one works at a time.
 * @throws AppError forbidden, not_found, conflict (not a finished preview), gone (older than 24 hours)
 */
export function startRun(context: Context, id: number, reason: string): Promise<CleanupRun> {
  return changeRun(context, id, 'startRun', (row, now) => {
    if (row.state !== 'previewed') throw notNow(row, 'started');
    if (startableUntil(row.createdTime) < now)
      throw new AppError('gone', 'The preview is older than 24 hours. Make a new one and look at it.');
    return { state: 'running', reason, startedBy: context.actor.name, startedTime: wholeSeconds(now) };
  });
}

/** Pauses a run after its batch under way. @throws AppError forbidden, not_found, conflict (it does not run) */
export function pauseRun(context: Context, id: number): Promise<CleanupRun> {
  return changeRun(context, id, 'pauseRun', (row) => {
    if (row.state !== 'running' || row.request === 'cancel') throw notNow(row, 'paused');
    return { request: 'pause' };
  });
}

/** Goes on with a run. @throws AppError forbidden, not_found, conflict (it is neither paused nor failed) */
export function resumeRun(context: Context, id: number): Promise<CleanupRun> {
  return changeRun(context, id, 'resumeRun', (row) => {
    const pausing = row.state === 'running' && row.request === 'pause';
    const startedOnce = row.startedTime !== null;
    if (!pausing && !(startedOnce && (row.state === 'paused' || row.state === 'failed'))) throw notNow(row, 'resumed');
    return { state: 'running', request: null, error: null, endedTime: null };
  });
}

/** Ends a run for good after its batch under way. @throws AppError forbidden, not_found, conflict (it has ended) */
export function cancelRun(context: Context, id: number): Promise<CleanupRun> {
  return changeRun(context, id, 'cancelRun', (row) => {
    if (row.state !== 'running' && row.state !== 'paused') throw notNow(row, 'cancelled');
    // A paused run is taken on once more, to be ended as any other.
    return { state: 'running', request: 'cancel' };
  });
}

/** Gives up a preview. @throws AppError forbidden, not_found, conflict (it was started) */
export async function discardPreview(context: Context, id: number): Promise<CleanupRun> {
  const discarded = await changeRun(context, id, 'discardPreview', (row, now) => {
    if (row.state !== 'previewed' && row.state !== 'previewing') throw notNow(row, 'discarded');
    return { state: 'discarded', endedTime: wholeSeconds(now) };
  });
  await deleteChunks(context.database, id);
  return discarded;
}

/**
 * Begins to put back what a run deleted, all of it or one user's part.
 * @throws AppError forbidden, not_found, conflict (it has not ended, deleted nothing, or is being undone), gone (its
 * seven days are over)
 */
export async function undoRun(
  context: Context,
  id: number,
  { reason, user = null }: { reason: string; user?: string | null },
): Promise<CleanupRun> {
  needAdministrator(context.actor);
  const { database, clock, actor } = context;
  return database.transaction(async (on) => {
    const origin = await lockRun(database, id, on);
    if (!origin) throw missing(id);
    const now = clock.now();
    if (!undoPossible(origin, now)) {
      const over = origin.endedTime !== null && origin.affected > 0 && origin.kind === 'cleanup';
      if (over) throw new AppError('gone', 'What this run deleted could be put back for seven days, which are over.');
      throw notNow(origin, 'undone');
    }
    if (await isBeingUndone(database, id, on))
      throw new AppError('conflict', `Run ${id} is being undone already. Wait for that, or cancel it.`);
    const row = await on.cleanupRun.create({
      data: {
        ...EMPTY,
        kind: 'undo',
        subject: origin.subject,
        state: 'running',
        rule: origin.rule,
        undoOf: id,
        undoUser: user,
        deletes: false,
        reason,
        total: origin.affected,
        createdBy: actor.name,
        createdTime: wholeSeconds(now),
        startedBy: actor.name,
        startedTime: wholeSeconds(now),
        storage: origin.storage,
        folder: origin.folder,
      },
    });
    const detail = { undoes: id, user, reason, rows: origin.affected };
    await writeRunTrail(context, on, row.id, 'undoRun', detail);
    return toRun(row, now);
  });
}
