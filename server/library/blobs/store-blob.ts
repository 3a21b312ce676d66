import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { materialStorage } from '@/server/platform/object-storage/choose';
import type { ObjectStorage } from '@/server/platform/object-storage/storage';
import { Digest, type StoredBlob } from './digest';
import { toWriteFailure } from './failure';
import { blobKey, stagingKey } from './key';
import { resumeRemoval } from './removal';
import { findBlob, insertBlob, markStored, touchBlob } from './store';

const POLL_MS = 100;
/** Longest wait for bytes on their way out; longer than a removal belongs to somebody who does not go on with it. */
const REMOVAL_PATIENCE_MS = 90_000;

/**
 * Makes the blob's row ours to store bytes under, or finds that it has them already. Either way it is touched, so that
 * the collection leaves it alone for a grace period.
 * @throws AppError conflict when the same bytes are being removed and that does not end
 */
async function claimBlob(context: Context, storage: ObjectStorage, blob: StoredBlob): Promise<'ours' | 'there'> {
  const { database, clock } = context;
  const deadline = performance.now() + REMOVAL_PATIENCE_MS;
  for (;;) {
    if (await insertBlob(database, blob, 'writing', clock.now())) return 'ours';
    if (await touchBlob(database, blob.sha256, clock.now())) {
      const row = await findBlob(database, blob.sha256);
      // Another writer of the same bytes may be at it, or may have died: moving equal bytes twice does no harm.
      if (row?.state === 'writing') return 'ours';
      if (row?.state === 'stored') return row.fault === null ? 'there' : 'ours';
    } else if (await resumeRemoval(context, storage, blob.sha256)) continue;
    if (performance.now() > deadline)
      throw new AppError('conflict', 'The same bytes are being removed just now. Send the file again in a minute.', {
        linkisCode: 60050,
        retryAfterSeconds: 60,
      });
    await sleep(POLL_MS);
  }
}

async function settle(context: Context, digest: Digest): Promise<StoredBlob> {
  const blob = digest.result();
  if (await markStored(context.database, blob, digest.blockCrc(), context.clock.now())) return blob;
  throw new AppError('conflict', 'The file took so long that its bytes were collected. Send it again.', {
    linkisCode: 60050,
  });
}

/** Bytes whose hash is known at their end only: written under a key of their own, then moved. */
async function storeByStaging(
  context: Context,
  storage: ObjectStorage,
  chunks: AsyncIterable<Buffer>,
  expected: string | null,
): Promise<StoredBlob> {
  const digest = new Digest();
  const staging = stagingKey();
  try {
    await storage.write(staging, digest.through(chunks, expected));
    const blob = digest.result();
    if ((await claimBlob(context, storage, blob)) === 'there') {
      await storage.remove(staging);
      return blob;
    }
    await storage.move(staging, blobKey(blob.sha256));
    return await settle(context, digest);
  } catch (error) {
    // What cannot be removed now is collected later.
    await storage.remove(staging).catch(() => {});
    throw error;
  }
}

/** Bytes whose hash was declared: written under their own key, where they appear only if they have that hash. */
async function storeDirectly(
  context: Context,
  storage: ObjectStorage,
  chunks: AsyncIterable<Buffer>,
  sha256: string,
): Promise<StoredBlob> {
  const digest = new Digest();
  const verified = digest.through(chunks, sha256);
  if ((await claimBlob(context, storage, { sha256, md5: '', size: 0 })) === 'there') {
    for await (const _ of verified);
    return digest.result();
  }
  await storage.write(blobKey(sha256), verified);
  return settle(context, digest);
}

/**
 * Stores bytes while they arrive; equal bytes are stored once. When this returns they are safe, and the collection
 * leaves them alone for a grace period, in which they must get a name.
 * @param options.sha256 what the bytes must have; others are refused and nothing is kept
 * @throws AppError storage_full, storage_unavailable, invalid_input (other bytes), and whatever `chunks` throw
 */
export async function storeBlob(
  context: Context,
  chunks: AsyncIterable<Buffer>,
  { sha256 }: { sha256?: string } = {},
): Promise<StoredBlob> {
  try {
    const storage = materialStorage(context);
    // On disk a move costs nothing; in S3 it is a copy.
    return storage.kind === 's3' && sha256 !== undefined
      ? await storeDirectly(context, storage, chunks, sha256)
      : await storeByStaging(context, storage, chunks, sha256 ?? null);
  } catch (error) {
    throw toWriteFailure(error);
  }
}
