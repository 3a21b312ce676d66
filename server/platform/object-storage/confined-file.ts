import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { localStorage } from './local';
import { type ObjectStorage, StorageError } from './storage';

/** Storage and key of a file that lies below one of these directories, links followed; null when it lies elsewhere. */
export async function findConfined(
  path: string,
  roots: readonly string[],
): Promise<{ storage: ObjectStorage; key: string } | null> {
  const real = await realpath(path).catch((cause) => {
    throw new StorageError('missing', "the file is not on this machine's disk", cause);
  });
  for (const root of roots) {
    const realRoot = await realpath(root).catch(() => null);
    if (realRoot === null) continue;
    const prefix = realRoot.endsWith(sep) ? realRoot : realRoot + sep;
    if (real.startsWith(prefix)) return { storage: localStorage(realRoot), key: real.slice(prefix.length) };
  }
  return null;
}
