import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CleanupState } from '@/contracts/cleanup';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { doBatch, type Progress } from './batches';
import { leaveSubject, takeSubject } from './lock/store';
import { pauseAfter } from './rules/pace';
import { findRun, findRunsInState, type RunRow, updateRun } from './runs/store';

/** States in which there is something to do. */
export const UNDER_WAY: readonly CleanupState[] = ['running', 'pausing', 'cancelling', 'undoing'];

/** Says what stopped a run, and lets it rest until somebody lets it go on. */
async function fail(context: Context, runId: number, error: unknown): Promise<void> {
  const { database, log } = context;
  log.error({ err: error, run: runId }, 'a cleanup stopped');
  const text = error instanceof AppError ? error.message : 'Something went wrong in the server; its log says what.';
  await database.transaction(async (on) => {
    const run = await findRun(database, runId, on);
    if (run && UNDER_WAY.includes(run.state as CleanupState))
      await updateRun(on, runId, { state: 'failed', error: text });
  });
}

/** Batch after batch, with room for others between them. @returns whether it came to where there is nothing to do */
async function work(context: Context, run: RunRow, holder: string, signal: AbortSignal): Promise<boolean> {
  let progress: Progress = 'more';
  while (progress === 'more' && !signal.aborted) {
    const begun = performance.now();
    try {
      progress = await doBatch(context, run.id, holder);
    } catch (error) {
      // Nothing of the batch happened. When the database is back, whoever looks next goes on.
      if (!signal.aborted && !(error instanceof AppError && error.code === 'database_unavailable'))
        await fail(context, run.id, error);
      return false;
    }
    if (progress === 'more') await sleep(pauseAfter(performance.now() - begun), undefined, { signal }).catch(() => {});
  }
  return progress === 'rests';
}

/**
 * Goes on with whatever is under way, run by run, unless another process does. Returns when nothing is left to do.
 * @param signal aborted when the process stops; what is left, another process does
 */
export async function workOnRuns(context: Context, signal: AbortSignal): Promise<void> {
  const { database, clock } = context;
  const holder = randomUUID();
  for (let goesOn = true; goesOn && !signal.aborted; ) {
    goesOn = false;
    for (const run of await findRunsInState(database, UNDER_WAY)) {
      if (!(await takeSubject(database, run.subject, holder, clock.now()))) continue;
      try {
        // Others may have been started meanwhile.
        goesOn = (await work(context, run, holder, signal)) || goesOn;
      } finally {
        await leaveSubject(database, run.subject, holder).catch(() => {});
      }
    }
  }
}
