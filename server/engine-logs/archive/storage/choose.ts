import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Context } from '@/server/platform/context';
import { chooseStorage } from '@/server/platform/object-storage/choose';
import { StorageError } from '@/server/platform/object-storage/storage';
import { cached } from '../../reader/cache';
import type { ArchiveStorage } from './storage';

const FOLDER = 'log-archive';

/** The archive's storage of a kind, as configured. @throws StorageError when S3 is not configured (any more) */
export function storageOf(context: Context, kind: ArchiveStorage['kind']): ArchiveStorage {
  const { configuration } = context;
  const storage = chooseStorage(context, kind, FOLDER);
  const pathOnDisk = async (key: string) => {
    const path = join(/* turbopackIgnore: true */ configuration.dataDirectory, FOLDER, key);
    await stat(path).catch((cause) => {
      throw new StorageError('missing', `finding ${key}: not on this machine's disk`, cause);
    });
    return path;
  };
  const fetched = (key: string, sizeBytes: number) =>
    cached(configuration, 'archive', createHash('sha256').update(key).digest('hex'), (path) =>
      pipeline(Readable.from(storage.stream(key, 0, sizeBytes), { objectMode: false }), createWriteStream(path)),
    );
  return { ...storage, localPath: kind === 'local' ? pathOnDisk : fetched };
}
