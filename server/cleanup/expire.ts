import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import { removeRows } from './archive';
import { auditEntry } from './audit';
import { deleteRun, findBatches, findExpired, forgetArchive, type RunRow } from './runs/store';

const PREVIEW_MS = 24 * 3_600_000;
const PAGE = 500;

/** When previews were made that are too old to be started now. */
export function oldestPreview(now: Date): Date {
  return new Date(now.getTime() - PREVIEW_MS);
}

async function removeArchive(context: Context, run: RunRow): Promise<void> {
  for (let from = 0; ; ) {
    const batches = await findBatches(context.database, run.id, from, PAGE);
    for (const { storage, segment } of batches) await removeRows(context, storage, segment);
    if (batches.length < PAGE) return;
    from = (batches.at(-1)?.number ?? 0) + 1;
  }
}

/**
 * Removes previews that nobody started in a day, and the archives of cleanups that can no longer be undone.
 * @returns whether there may be more
 */
export async function expireRuns(context: Context, signal: AbortSignal): Promise<boolean> {
  const { database, clock } = context;
  const now = clock.now();
  const due = await findExpired(database, now, oldestPreview(now));
  for (const run of due) {
    if (signal.aborted) return true;
    if (run.state !== 'previewed') await removeArchive(context, run);
    await database.transaction(async (on) => {
      if (run.state === 'previewed') await deleteRun(on, run.id);
      else await forgetArchive(on, run.id);
      await writeAudit(on, [auditEntry(context, 'cleanup.expire', run.id, { state: run.state })], now);
    });
  }
  return due.length > 0;
}
