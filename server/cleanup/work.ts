import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { StorageError } from '@/server/platform/object-storage/storage';
import { insertLog } from './log/store';
import { makePreview } from './preview/preview';
import { startableSince } from './rules/run-times';
import { performCleanup } from './runs/run';
import { discardPreview } from './runs/runs';
import { endRun } from './runs/settle';
import { changeOwnRun, findExpired, findNext, findStalePreviews, RunLost, type RunRow, takeRun } from './runs/store';
import { forgetArchive } from './runs/sweep';
import { performUndo } from './undo/undo';

/** Writes down why a run stopped. @throws RunLost */
async function stop(context: Context, run: RunRow, error: unknown): Promise<void> {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof StorageError || (error instanceof AppError && error.code === 'storage_full')) {
    const state = run.state === 'running' ? 'paused' : 'failed';
    const advice = `${text}. Nothing was deleted that is not archived; resume it when the storage works.`;
    await context.database.transaction(async (on) => {
      await changeOwnRun(run, { state, request: null, error: advice }, on, false);
      const entry = { action: 'stopped', actor: context.actor.name, detail: { state, error: advice } } as const;
      await insertLog(on, run.id, entry, context.clock.now());
    });
  } else await endRun(context, run, 'failed', text);
}

/** Works on a run; what goes wrong with it is written down there, so that the next one is not kept. */
async function perform(
  context: Context,
  run: RunRow,
  work: (context: Context, run: RunRow) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await work(context, run);
  } catch (error) {
    if (signal.aborted || error instanceof RunLost) return;
    // The database will be back: the run is as it was after its last batch, and goes on from there.
    if (error instanceof AppError && error.code === 'database_unavailable') throw error;
    context.log.warn({ err: error, cleanupRun: run.id }, 'cleanup run stopped');
    await stop(context, run, error).catch((failure: unknown) => {
      // Another worker has the run by now: what went wrong here is of no account.
      if (!(failure instanceof RunLost)) throw failure;
    });
  }
}

/** Makes the oldest preview that waits. @returns whether there was one */
export async function workOnPreviews(context: Context, signal: AbortSignal): Promise<boolean> {
  const next = await findNext(context.database, ['previewing']);
  const run = next && (await takeRun(context, next.id, 'previewing'));
  if (run) await perform(context, run, () => makePreview(context, run, signal), signal);
  return next !== null;
}

/** Goes on with the oldest run that was started, until it ends or is told to stop. @returns whether there was one */
export async function workOnRuns(context: Context, signal: AbortSignal): Promise<boolean> {
  const next = await findNext(context.database, ['running']);
  const run = next && (await takeRun(context, next.id, 'running'));
  const work = run?.kind === 'undo' ? performUndo : performCleanup;
  if (run) await perform(context, run, () => work(context, run, signal), signal);
  return next !== null;
}

/** Whether a preview waits, or a run. */
export async function hasWork(context: Context, state: 'previewing' | 'running'): Promise<boolean> {
  return (await findNext(context.database, [state])) !== null;
}

const EXPIRED_AT_ONCE = 20;

/** Removes archives whose time to be undone is over, and previews that nobody started. @returns whether there may be more */
export async function expireArchives(context: Context, signal: AbortSignal): Promise<boolean> {
  const stale = await findStalePreviews(context.database, startableSince(context.clock.now()), EXPIRED_AT_ONCE);
  for (const { id } of stale) await discardPreview(context, id);
  const expired = await findExpired(context.database, context.clock.now(), EXPIRED_AT_ONCE);
  let forgotten = 0;
  for (const run of expired) {
    if (signal.aborted) return false;
    if (await forgetArchive(context, run)) forgotten++;
  }
  return forgotten === EXPIRED_AT_ONCE || stale.length === EXPIRED_AT_ONCE;
}
