import { join } from 'node:path';
import type { Context } from '../context';
import { localStorage } from './local';
import { s3Storage } from './s3';
import { type ObjectStorage, StorageError } from './storage';

/** What a storage is made from. */
export type StorageMeans = Pick<Context, 'configuration' | 'database'>;

/**
 * The storage of a kind, as configured; one for all who ask.
 * @param folder below the data directory, for the local one; empty for the data directory itself
 * @throws StorageError when S3 is not configured (any more)
 */
export function chooseStorage(means: StorageMeans, kind: ObjectStorage['kind'], folder: string): ObjectStorage {
  const { configuration, database } = means;
  const name = `object-storage.${JSON.stringify([kind, folder, configuration.dataDirectory, configuration.s3])}`;
  const known = database.memory.get(name) as ObjectStorage | undefined;
  if (known) return known;
  if (kind === 's3' && !configuration.s3)
    throw new StorageError('unavailable', 'the object lies in S3, which is not configured');
  const made =
    kind === 's3' && configuration.s3
      ? s3Storage(configuration.s3)
      : localStorage(join(/* turbopackIgnore: true */ configuration.dataDirectory, folder));
  database.memory.set(name, made);
  return made;
}

/** The storage of the library and of materials: keys begin with `blobs/` or with a folder of another module. */
export function materialStorage(means: StorageMeans): ObjectStorage {
  return chooseStorage(means, means.configuration.materialStorage, '');
}
