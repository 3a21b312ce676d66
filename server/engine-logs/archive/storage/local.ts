import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ArchiveStorage, StorageError } from './storage';

const UNFINISHED = '.part';

function toStorageError(error: unknown, what: string): StorageError {
  if (error instanceof StorageError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  const text = error instanceof Error ? error.message : String(error);
  if (code === 'ENOENT') return new StorageError('missing', `${what}: not on this machine's disk`, error);
  return new StorageError('unavailable', `${what}: ${text}`, error);
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function readExactly(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(end - start);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) throw new StorageError('missing', `the file ends at byte ${start + filled} instead of ${end}`);
    filled += bytesRead;
  }
  return buffer;
}

/** Writes a file whole or not at all: under another name first, on disk before it gets its own. */
async function writeWhole(path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const unfinished = path + UNFINISHED;
  await mkdir(dirname(path), { recursive: true });
  const file = await open(unfinished, 'w', 0o640);
  try {
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Archives as files below a directory, keys being paths in it. */
export function localStorage(root: string): ArchiveStorage {
  const pathOf = (key: string) => join(/* turbopackIgnore: true */ root, key);
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toStorageError(error, what);
    }
  };
  return {
    kind: 'local',
    write: (key, chunks) => attempt(`writing ${key}`, () => writeWhole(pathOf(key), chunks)),
    read: (key, start, end) =>
      attempt(`reading ${key}`, async () => {
        const file = await open(pathOf(key), 'r');
        try {
          return await readExactly(file, start, end);
        } finally {
          await file.close();
        }
      }),
    readAll: (key) => attempt(`reading ${key}`, () => readFile(pathOf(key))),
    localPath: (key) => attempt(`finding ${key}`, () => stat(pathOf(key)).then(() => pathOf(key))),
    remove: (key) =>
      attempt(`removing ${key}`, async () => {
        await rm(pathOf(key), { force: true });
        await rm(pathOf(key) + UNFINISHED, { force: true });
      }),
  };
}
