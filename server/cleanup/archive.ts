import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { AppError } from '@/server/platform/errors';
import { chooseStorage, materialStorage, type StorageMeans } from '@/server/platform/object-storage/choose';
import { type ObjectStorage, StorageError } from '@/server/platform/object-storage/storage';

const compress = promisify(gzip);
const expand = promisify(gunzip);
/** Fast: others wait meanwhile. */
const LEVEL = 1;
/** Unpacked bytes of a segment at most; a batch is cut before. */
const MOST_BYTES = 256 << 20;

/** Where the rows of a batch are kept. */
export interface Segment {
  storage: ObjectStorage['kind'];
  key: string;
  sha256: string;
  bytes: number;
}

/** What went wrong with the storage, as an error that says what to do. */
function storageFailure(error: unknown): unknown {
  if (!(error instanceof StorageError)) return error;
  if (error.kind === 'full')
    return new AppError(
      'storage_full',
      'The storage has no room for the archive. Make room, then let the cleanup go on; what is removed so far is archived.',
      { cause: error },
    );
  if (error.kind === 'missing')
    return new AppError('gone', `A part of the archive is not there any more: ${error.message}.`, { cause: error });
  return new AppError(
    'storage_unavailable',
    'The storage of the archive does not answer. Let the cleanup go on when it does; what is removed so far is archived.',
    { cause: error },
  );
}

async function* whole(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/**
 * Keeps the rows of a batch, on disk when this returns. Written under a key of its batch, so that a batch that is done
 * again after a crash takes the place of what the crash left.
 * @throws AppError storage_full, storage_unavailable
 */
export async function keepRows(means: StorageMeans, runId: number, batch: number, text: string): Promise<Segment> {
  const storage = materialStorage(means);
  const key = `cleanup/${runId}/${String(batch).padStart(6, '0')}.ndjson.gz`;
  const bytes = await compress(Buffer.from(text, 'utf8'), { level: LEVEL });
  try {
    await storage.write(key, whole(bytes));
  } catch (error) {
    throw storageFailure(error);
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { storage: storage.kind, key, sha256, bytes: bytes.length };
}

/** The rows of a batch, as they were kept. @throws AppError gone, storage_unavailable, conflict (altered) */
export async function readRows(
  means: StorageMeans,
  { storage, segment, sha256 }: { storage: string; segment: string; sha256: string },
): Promise<string> {
  try {
    const bytes = await chooseStorage(means, storage as ObjectStorage['kind'], '').readAll(segment);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      throw new AppError('conflict', `The archive ${segment} is not what was written. Nothing of it was brought back.`);
    return (await expand(bytes, { maxOutputLength: MOST_BYTES * 2 })).toString('utf8');
  } catch (error) {
    throw storageFailure(error);
  }
}

/** Lets a part of an archive go. */
export async function removeRows(means: StorageMeans, storage: string, segment: string): Promise<void> {
  if (segment !== '') await chooseStorage(means, storage as ObjectStorage['kind'], '').remove(segment);
}
