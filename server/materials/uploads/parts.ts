import { randomUUID } from 'node:crypto';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { materialStorage } from '@/server/platform/object-storage/choose';
import type { ByteSource } from '../archive/byte-source';
import { toUploadFailure } from './failure';
import { addPart, deleteParts, findParts, type UploadPart, type UploadRow } from './store';

/** Bytes that are stored at once: what a broken connection loses at most, were it not for the rest being stored too. */
const PART_BYTES = 16 << 20;

/** Where the parts of uploads lie. */
export const UPLOADS = 'uploads';

/** Takes chunks one by one, so that several objects can be written from one stream. */
class ChunkReader {
  private rest: Buffer | null = null;
  private ended = false;
  /** What ended the stream before its end. */
  failure: unknown = null;

  constructor(private readonly chunks: AsyncIterator<Uint8Array>) {}

  /** Whether there is more. A stream that breaks has no more, and a failure. */
  async hasMore(): Promise<boolean> {
    while (!this.ended && (this.rest === null || this.rest.length === 0)) {
      try {
        const { done, value } = await this.chunks.next();
        if (done) this.ended = true;
        else this.rest = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      } catch (error) {
        this.ended = true;
        this.failure = error;
      }
    }
    return !this.ended;
  }

  /** The next bytes, at most `limit` of them in all. What comes before a break is given. */
  async *take(limit: number): AsyncGenerator<Buffer> {
    let left = limit;
    while (left > 0 && (await this.hasMore())) {
      const rest = this.rest as Buffer;
      const piece = rest.subarray(0, left);
      this.rest = rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
}

async function storePart(context: Context, upload: UploadRow, start: number, chunks: ChunkReader): Promise<number> {
  const storage = materialStorage(context);
  const key = `${UPLOADS}/${upload.id}/${randomUUID()}`;
  let size = 0;
  const counted = async function* () {
    for await (const piece of chunks.take(Math.min(PART_BYTES, upload.size - start))) {
      size += piece.length;
      yield piece;
    }
  };
  await storage.write(key, counted()).catch((error) => {
    throw toUploadFailure(error);
  });
  if (await addPart(context.database, upload.id, { start, size, key }, context.clock.now())) return size;
  await storage.remove(key);
  throw new AppError(
    'conflict',
    'Other bytes of this upload arrived meanwhile, or it was given up. Ask for receivedBytes and go on there.',
  );
}

/**
 * Stores the bytes of an upload from an offset on. What arrives before the stream breaks is kept.
 * @returns bytes received so far, all streams together
 * @throws AppError conflict (the offset is not what comes next), too_large (more than was declared), storage_full,
 * storage_unavailable; whatever the stream broke with
 */
export async function storeParts(
  context: Context,
  upload: UploadRow,
  offset: number,
  stream: AsyncIterable<Uint8Array>,
): Promise<number> {
  const chunks = new ChunkReader(stream[Symbol.asyncIterator]());
  let received = offset;
  while (received < upload.size && (await chunks.hasMore()))
    received += await storePart(context, upload, received, chunks);
  if (chunks.failure) throw chunks.failure;
  if (await chunks.hasMore())
    throw new AppError(
      'too_large',
      `More bytes came than the ${upload.size} that were announced. The file may have changed: cancel this upload and start anew.`,
    );
  return received;
}

/** Removes the bytes of an upload. */
export async function removeParts(context: Context, uploadId: string): Promise<void> {
  const storage = materialStorage(context);
  for (const { key } of await findParts(context.database, uploadId)) await storage.remove(key);
  await deleteParts(context.database, uploadId);
}

/** The parts that a range touches, with the piece of each. */
function* touched(parts: readonly UploadPart[], start: number, end: number) {
  for (const part of parts) {
    const from = Math.max(start, part.start);
    const to = Math.min(end, part.start + part.size);
    if (from < to) yield { key: part.key, from: from - part.start, to: to - part.start };
  }
}

/** The bytes of an upload as one run, to be read anywhere. */
export async function uploadSource(context: Context, upload: UploadRow): Promise<ByteSource> {
  const storage = materialStorage(context);
  const parts = await findParts(context.database, upload.id);
  return {
    size: upload.size,
    read: async (start, end) => {
      const pieces: Buffer[] = [];
      for (const { key, from, to } of touched(parts, start, end)) pieces.push(await storage.read(key, from, to));
      return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
    },
    stream: async function* (start, end) {
      for (const { key, from, to } of touched(parts, start, end)) yield* storage.stream(key, from, to);
    },
  };
}
