import type { Context } from '@/server/platform/context';
import { materialStorage } from '@/server/platform/object-storage/choose';
import { removeParts, UPLOADS } from './parts';
import { changeUpload, deleteUploads, findUntouchedUploads, findUpload, releaseBlobs } from './store';

const HOUR_MS = 3_600_000;
/** How long an upload that is not over is kept without anybody touching it. */
const OPEN_MS = 48 * HOUR_MS;
/** How long one that is over can still be asked for. */
const OVER_MS = 24 * HOUR_MS;
const BATCH = 50;

/** Gives up uploads that nobody went on with; whether there may be more. */
async function giveUpOld(context: Context, signal: AbortSignal): Promise<boolean> {
  const { database, clock } = context;
  const states = ['receiving', 'inspected', 'refused', 'failed', 'inspecting'] as const;
  const before = new Date(clock.now().getTime() - OPEN_MS);
  const uploads = await findUntouchedUploads(database, states, before, BATCH);
  for (const upload of uploads) {
    if (signal.aborted) return true;
    const to = { state: 'cancelled' as const, report: null, leaseId: null, leaseTime: null };
    if (!(await changeUpload(database, upload.id, { from: [upload.state], to }, clock.now()))) continue;
    await releaseBlobs(database, upload.id);
    await removeParts(context, upload.id);
  }
  return uploads.length === BATCH;
}

/** Forgets uploads that are over, with whatever bytes they left. */
async function forgetOver(context: Context, signal: AbortSignal): Promise<boolean> {
  const { database, clock } = context;
  const before = new Date(clock.now().getTime() - OVER_MS);
  const uploads = await findUntouchedUploads(database, ['published', 'cancelled'], before, BATCH);
  for (const { id } of uploads) {
    if (signal.aborted) return true;
    await removeParts(context, id);
    await releaseBlobs(database, id);
    await deleteUploads(database, [id]);
  }
  return uploads.length === BATCH;
}

/** Removes stored bytes that no upload knows: a process died between storing them and saying so. */
async function removeOrphans(context: Context, signal: AbortSignal): Promise<void> {
  const { database, clock } = context;
  const storage = materialStorage(context);
  const before = clock.now().getTime() - OPEN_MS;
  for await (const { key, modifiedTime } of storage.list(`${UPLOADS}/`)) {
    if (signal.aborted) return;
    const [, uploadId = ''] = key.split('/');
    if (modifiedTime.getTime() < before && !(await findUpload(database, uploadId))) await storage.remove(key);
  }
}

/** Cleans up after uploads. @returns whether there may be more to do at once */
export async function expireUploads(context: Context, signal: AbortSignal): Promise<boolean> {
  const more = (await giveUpOld(context, signal)) || (await forgetOver(context, signal));
  if (!more) await removeOrphans(context, signal);
  return more;
}
