import { createHash } from 'node:crypto';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { materialStorage } from '@/server/platform/object-storage/choose';
import { type ObjectStorage, StorageError } from '@/server/platform/object-storage/storage';
import { BLOCK_BYTES, isBlock } from './block-checksums';
import { damagedError, toReadFailure } from './failure';
import { blobKey } from './key';
import { type BlobRow, findBlob, markChecked } from './store';

/** Stored bytes, ready to be read. */
export interface OpenBlob {
  size: number;
  /** Exactly the bytes from `start` up to `end`, checked as in `stream`. @throws AppError gone, storage_unavailable */
  read(start: number, end: number): Promise<Buffer>;
  /**
   * The same in chunks. Every mebibyte is compared with its checksum before any of it is given: bytes that are not the
   * ones that were stored end in an error. @throws AppError gone, storage_unavailable
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

/** The bytes of a range, none of a block ahead of the block being found right. @throws AppError gone, storage_unavailable */
async function* checkedRange(
  context: Context,
  storage: ObjectStorage,
  { sha256, size, blockCrc }: BlobRow,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  if (end > size) throw damagedError(`it ends at byte ${size}, not at ${end}`);
  let block = Math.floor(start / BLOCK_BYTES);
  let position = block * BLOCK_BYTES;
  const last = Math.min(size, Math.ceil(end / BLOCK_BYTES) * BLOCK_BYTES);
  let held: Buffer[] = [];
  try {
    for await (const chunk of storage.stream(blobKey(sha256), position, last)) {
      for (let at = 0; at < chunk.length; ) {
        const blockEnd = Math.min(size, (block + 1) * BLOCK_BYTES);
        const piece = chunk.subarray(at, at + blockEnd - position);
        held.push(piece);
        at += piece.length;
        position += piece.length;
        if (position < blockEnd) continue;
        if (!isBlock(blockCrc, block, held))
          throw await damaged(context, sha256, `its bytes have changed (in mebibyte ${block + 1})`);
        yield* cut(held, block * BLOCK_BYTES, start, end);
        held = [];
        block++;
      }
    }
  } catch (error) {
    throw await failed(context, sha256, error);
  }
}

/** What of the pieces of a block, which begins at an offset, lies in a range. */
function* cut(pieces: readonly Buffer[], offset: number, start: number, end: number): Generator<Buffer> {
  let at = offset;
  for (const piece of pieces) {
    const inside = piece.subarray(Math.max(0, start - at), Math.max(0, end - at));
    at += piece.length;
    if (inside.length > 0) yield inside;
  }
}

async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of chunks) pieces.push(piece);
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
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
      read: (start, end) => bytesOf(checkedRange(context, storage, row, start, end)),
      stream: (start = 0, end = size) => checkedRange(context, storage, row, start, end),
    };
  } catch (error) {
    throw toReadFailure(error);
  }
}
