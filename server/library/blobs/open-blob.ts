import { createHash } from 'node:crypto';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { materialStorage } from '@/server/platform/object-storage/choose';
import { type ObjectStorage, StorageError } from '@/server/platform/object-storage/storage';
import { damagedError, toReadFailure } from './failure';
import { blobKey } from './key';
import { findBlob, markChecked } from './store';

/** Stored bytes, ready to be read. */
export interface OpenBlob {
  size: number;
  /** Exactly the bytes from `start` up to `end`. @throws AppError gone, storage_unavailable */
  read(start: number, end: number): Promise<Buffer>;
  /**
   * The same in chunks. Whole blobs are hashed on the way: bytes that are not the ones that were stored end in an error
   * before the last chunk is given. @throws AppError gone, storage_unavailable
   */
  stream(start?: number, end?: number): AsyncIterable<Buffer>;
}

/** Marks a blob as damaged and makes the error that says so. */
async function damaged(context: Context, sha256: string, fault: string, cause?: unknown): Promise<AppError> {
  context.log.error({ sha256, fault, err: cause }, 'a stored blob is damaged');
  await markChecked(context.database, sha256, fault, context.clock.now());
  return damagedError(fault, cause);
}

/** What reading failed with, as the error to answer; missing bytes are marked. */
async function failed(context: Context, sha256: string, error: unknown): Promise<unknown> {
  if (error instanceof StorageError && error.kind === 'missing')
    return damaged(context, sha256, 'its bytes are not in the storage any more', error);
  return toReadFailure(error);
}

/** All bytes of a blob, the last chunk only when they have been found right. @throws AppError gone, storage_unavailable */
export async function* verifiedStream(
  context: Context,
  storage: ObjectStorage,
  sha256: string,
  size: number,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let held: Buffer | null = null;
  try {
    for await (const chunk of storage.stream(blobKey(sha256), 0, size)) {
      hash.update(chunk);
      if (held) yield held;
      held = chunk;
    }
  } catch (error) {
    throw await failed(context, sha256, error);
  }
  const found = hash.digest('hex');
  if (found !== sha256) throw await damaged(context, sha256, `its bytes have changed (SHA-256 ${found})`);
  if (held) yield held;
}

async function* rangeStream(context: Context, storage: ObjectStorage, sha256: string, start: number, end: number) {
  try {
    yield* storage.stream(blobKey(sha256), start, end);
  } catch (error) {
    throw await failed(context, sha256, error);
  }
}

/**
 * Opens stored bytes. That they are there and as many as they should be is looked at here, so that who streams them can
 * still answer with an error.
 * @throws AppError not_found when they were never stored or are collected, gone when damaged, storage_unavailable
 */
export async function openBlob(context: Context, sha256: string): Promise<OpenBlob> {
  const row = await findBlob(context.database, sha256);
  if (row?.state !== 'stored')
    throw new AppError('not_found', 'The bytes of this file are not stored here (any more).', { linkisCode: 70068 });
  if (row.fault !== null) throw damagedError(row.fault);
  const { size } = row;
  try {
    const storage = materialStorage(context);
    const found = await storage.sizeOf(blobKey(sha256));
    if (found !== size)
      throw await damaged(
        context,
        sha256,
        found === null ? 'its bytes are not in the storage any more' : `it has ${found} bytes instead of ${size}`,
      );
    return {
      size,
      read: (start, end) =>
        storage.read(blobKey(sha256), start, end).catch(async (error) => {
          throw await failed(context, sha256, error);
        }),
      stream: (start = 0, end = size) =>
        start === 0 && end === size
          ? verifiedStream(context, storage, sha256, size)
          : rangeStream(context, storage, sha256, start, end),
    };
  } catch (error) {
    throw toReadFailure(error);
  }
}
