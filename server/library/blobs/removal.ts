import type { Context } from '@/server/platform/context';
import type { ObjectStorage } from '@/server/platform/object-storage/storage';
import { blobKey } from './key';
import { deleteRemoved, takeOverRemoval } from './store';

/**
 * How long a removal belongs to who began it. Longer than the storage may take to remove an object, so that a late
 * removal cannot hit bytes that were written again.
 */
const REMOVAL_LEASE_MS = 60_000;

/** Ends a removal that is ours: bytes first, then the row, which keeps writers away until then. */
export async function finishRemoval(context: Context, storage: ObjectStorage, sha256: string): Promise<void> {
  await storage.remove(blobKey(sha256));
  await deleteRemoved(context.database, sha256);
}

/** The time before which a removal must have begun to be anybody's. */
export function removalLeaseEnd(now: Date): Date {
  return new Date(now.getTime() - REMOVAL_LEASE_MS);
}

/** Ends the removal that somebody else has left; false when it is still theirs, or over. */
export async function resumeRemoval(context: Context, storage: ObjectStorage, sha256: string): Promise<boolean> {
  const now = context.clock.now();
  if (!(await takeOverRemoval(context.database, sha256, removalLeaseEnd(now), now))) return false;
  await finishRemoval(context, storage, sha256);
  return true;
}
