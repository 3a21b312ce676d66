import type { Context } from '@/server/platform/context';
import { removeArchive } from './archive-log';
import { storageOf } from './storage/choose';
import { changeClaimed, claimDue, claimEnd, expireArchives } from './store';

const BATCH = 100;

/**
 * Ends the archives whose time has come: first they are marked, so that nobody opens them any more, then their objects
 * go. Killed between, the next run removes the rest. The rows stay and say when it was.
 * @returns whether there is more to do
 */
export async function expireDue(context: Context, signal: AbortSignal): Promise<boolean> {
  const { database, clock } = context;
  const expired = await expireArchives(database, clock.now(), BATCH);
  const now = clock.now();
  const { claimId, rows } = await claimDue(database, 'expired', now, claimEnd(now), BATCH);
  for (const row of rows) {
    if (signal.aborted) return false;
    if (row.storage)
      for (const key of [row.storageKey, row.pendingKey])
        if (key) await removeArchive(storageOf(context, row.storage), key);
    await changeClaimed(database, claimId, [row.id], { dueTime: null, storageKey: null, pendingKey: null }, true);
  }
  return expired === BATCH || rows.length === BATCH;
}
