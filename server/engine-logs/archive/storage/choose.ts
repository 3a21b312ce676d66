import { join } from 'node:path';
import type { Context } from '@/server/platform/context';
import { localStorage } from './local';
import { s3Storage } from './s3';
import { type ArchiveStorage, StorageError } from './storage';

/** The storage of a kind, as configured; one for all who ask. @throws StorageError when S3 is not configured (any more) */
export function storageOf(context: Context, kind: ArchiveStorage['kind']): ArchiveStorage {
  const { configuration, database } = context;
  const name = `engine-logs.archive.${JSON.stringify([kind, configuration.dataDirectory, configuration.s3])}`;
  const known = database.memory.get(name) as ArchiveStorage | undefined;
  if (known) return known;
  if (kind === 's3' && !configuration.s3)
    throw new StorageError('unavailable', 'the archive lies in S3, which is not configured');
  const made =
    kind === 's3' && configuration.s3
      ? s3Storage(configuration.s3, configuration)
      : localStorage(join(/* turbopackIgnore: true */ configuration.dataDirectory, 'log-archive'));
  database.memory.set(name, made);
  return made;
}
