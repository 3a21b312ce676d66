import { createHash } from 'node:crypto';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { findConfined } from '@/server/platform/object-storage/confined-file';
import type { ObjectStorage } from '@/server/platform/object-storage/storage';
import { damagedError, toReadFailure } from '../blobs/failure';
import type { OpenBlob } from '../blobs/open-blob';
import type { LibraryVersionRow } from '../versions/store';

const MD5 = /^[0-9a-f]{32}$/;

/** Bytes of the version inside its file: Linkis once appended versions to one file. */
function rangeOf(row: LibraryVersionRow): { offset: number; size: number } {
  const offset = Math.max(row.startByte, 1) - 1;
  const size = row.endByte > 0 || row.sizeBytes === 0 ? Math.max(0, row.endByte - offset) : row.sizeBytes;
  return { offset, size };
}

/** All bytes, the last chunk only when they have the MD5 that was noted when they were stored. */
async function* verified(source: AsyncIterable<Buffer>, md5: string): AsyncGenerator<Buffer> {
  const hash = createHash('md5');
  let held: Buffer | null = null;
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      if (held) yield held;
      held = chunk;
    }
  } catch (error) {
    throw toReadFailure(error);
  }
  const found = hash.digest('hex');
  if (MD5.test(md5) && found !== md5) throw damagedError(`its bytes have changed (MD5 ${found} instead of ${md5})`);
  if (held) yield held;
}

async function* failing(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    throw toReadFailure(error);
  }
}

function unreadable(reason: string): AppError {
  return new AppError('source_unreachable', `This version was stored by Linkis, ${reason}`, { linkisCode: 70068 });
}

async function findFile(context: Context, row: LibraryVersionRow): Promise<{ storage: ObjectStorage; key: string }> {
  const { libraryRoots } = context.configuration;
  const scheme = /^([a-z0-9+.-]+):/i.exec(row.location)?.[1]?.toLowerCase();
  const path = scheme === 'file' ? row.location.replace(/^file:(\/\/[^/]*)?/i, '') : row.location;
  if (scheme !== undefined && scheme !== 'file')
    throw unreadable(`in ${scheme}, which this server does not read. Fetch it from the Linkis that stored it.`);
  if (libraryRoots.length === 0)
    throw unreadable('on local disk. Name the directory of its files in LIBRARY_ROOTS, then it can be read here.');
  const file = await findConfined(path, libraryRoots);
  if (!file) throw unreadable('outside of the directories in LIBRARY_ROOTS. Add the directory of its files there.');
  return file;
}

/**
 * Opens a version that Linkis' own library has stored in a file.
 * @throws AppError source_unreachable when it lies where this server does not read, gone when it is missing or too short
 */
export async function openLegacyFile(context: Context, row: LibraryVersionRow): Promise<OpenBlob> {
  try {
    const { storage, key } = await findFile(context, row);
    const { offset, size } = rangeOf(row);
    const found = (await storage.sizeOf(key)) ?? 0;
    if (found < offset + size) throw damagedError(`its file has ${found} bytes instead of ${offset + size}`);
    return {
      size,
      read: (start, end) =>
        storage.read(key, offset + start, offset + end).catch((error) => {
          throw toReadFailure(error);
        }),
      stream: (start = 0, end = size) => {
        const source = storage.stream(key, offset + start, offset + end);
        return start === 0 && end === size ? verified(source, row.md5) : failing(source);
      },
    };
  } catch (error) {
    throw toReadFailure(error);
  }
}
