import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from '@/server/platform/config/environment';
import { processWide } from '@/server/platform/memory';

/** Files that are being made. */
const beingMade = () => processWide('logCache', () => new Map<string, Promise<string>>());

/** Removes the files used longest ago until the folder holds no more than the bound. */
async function trim(folder: string, mostBytes: number, keep: string): Promise<void> {
  const names = await readdir(folder);
  const files = await Promise.all(
    names
      .filter((name) => name !== keep && !name.endsWith('.part'))
      .map(async (name) => {
        const path = join(folder, name);
        const status = await stat(path).catch(() => null);
        return { path, bytes: status?.size ?? 0, used: status?.mtimeMs ?? 0 };
      }),
  );
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  for (const file of files.sort((left, right) => left.used - right.used)) {
    if (bytes <= mostBytes) return;
    await rm(file.path, { force: true });
    bytes -= file.bytes;
  }
}

/**
 * A file of this name in a folder of the log cache, made by `write` when it is not there. Made once however many ask at
 * the same time, and never seen half-written. Files that were not used for longest make room.
 * @param write gets the path to write to
 * @returns path of the file
 */
export async function cached(
  configuration: Pick<Configuration, 'dataDirectory' | 'logCacheBytes'>,
  kind: string,
  name: string,
  write: (path: string) => Promise<void>,
): Promise<string> {
  const folder = join(configuration.dataDirectory, 'log-cache', kind);
  const path = join(folder, name);
  const now = new Date();
  if (
    await utimes(path, now, now).then(
      () => true,
      () => false,
    )
  )
    return path;
  const running = beingMade();
  const begun = running.get(path);
  if (begun) return begun;
  const work = (async () => {
    await mkdir(folder, { recursive: true });
    const unfinished = `${path}.${process.pid}.part`;
    try {
      await write(unfinished);
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    await trim(folder, configuration.logCacheBytes, name);
    return path;
  })();
  running.set(path, work);
  try {
    return await work;
  } finally {
    running.delete(path);
  }
}
