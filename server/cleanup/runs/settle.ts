import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import { insertLog } from '../log/store';
import { writeRunTrail } from '../log/trail';
import { IdHash, unpackIds } from '../rules/id-list';
import { changeOwnRun, findRun, findSegments, type RunRow } from './store';

const PAGE = 200;

/** SHA-256 over all ids that a run deleted. */
async function hashDeleted(context: Context, run: RunRow): Promise<string> {
  const hash = new IdHash();
  for (let from = 0; ; ) {
    const segments = await findSegments(context.database, run.id, from, PAGE);
    for (const { ids } of segments) hash.add(unpackIds(ids));
    if (segments.length < PAGE) return hash.digest();
    from = (segments.at(-1)?.number ?? 0) + 1;
  }
}

/** Writes down how a run ended, with its audit row. @throws RunLost */
export async function endRun(
  context: Context,
  run: RunRow,
  state: 'done' | 'cancelled' | 'failed',
  error: string | null = null,
): Promise<void> {
  const { database, clock } = context;
  const idsSha256 = run.kind === 'cleanup' ? await hashDeleted(context, run) : null;
  await database.transaction(async (on) => {
    const now = clock.now();
    await changeOwnRun(run, { state, request: null, idsSha256, error, endedTime: wholeSeconds(now) }, on, false);
    const { affected, skipped, total } = run;
    const detail = { subject: run.subject, state, total, affected, skipped, idsSha256, error };
    await writeRunTrail(context, on, run.id, run.kind === 'undo' ? 'undoEnded' : 'cleanupEnded', detail);
  });
}

/**
 * Does what somebody asked of a run under way.
 * @returns whether the run is to be left
 */
export async function heedRequest(context: Context, run: RunRow): Promise<boolean> {
  const { database } = context;
  const now = await findRun(database, run.id);
  if (!now || now.epoch !== run.epoch || now.state !== run.state) return true;
  if (now.request === null) return false;
  if (now.request === 'cancel') await endRun(context, run, 'cancelled');
  else
    await database.transaction(async (on) => {
      await changeOwnRun(run, { state: 'paused', request: null }, on, false);
      const { processed, total } = run;
      const entry = { action: 'paused', actor: context.actor.name, detail: { processed, total } } as const;
      await insertLog(on, run.id, entry, context.clock.now());
    });
  return true;
}
