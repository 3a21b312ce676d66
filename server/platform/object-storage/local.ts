import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, opendir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isUnfinished, type ObjectStorage, StorageError, type StoredObject, UNFINISHED } from './storage';
import { withWatched } from './watched';

/** Bytes of a file that are read at once. */
const CHUNK_BYTES = 512 << 10;
/** Bytes after which the disk is told to write what it has. */
const SYNC_BYTES = 32 << 20;

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function toStorageError(error: unknown, what: string): StorageError {
  if (error instanceof StorageError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const text = error instanceof Error ? error.message : String(error);
  if (code === 'ENOENT') return new StorageError('missing', `${what}: not on this machine's disk`, error);
  if (FULL.has(code)) return new StorageError('full', `${what}: the disk has no room for it (${code})`, error);
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

/** Makes a directory so that it survives a crash: its entry and those of the parents that were made with it. */
async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncDirectory(dirname(made));
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

/**
 * Writes chunks and makes them safe. The disk is told to begin now and then, so that at the end of a large file little is
 * left to wait for.
 */
async function writeSyncing(file: FileHandle, chunks: AsyncIterable<Buffer>): Promise<void> {
  let syncing: Promise<void> = Promise.resolve();
  let unsynced = 0;
  for await (const chunk of chunks) {
    await file.writeFile(chunk);
    unsynced += chunk.length;
    if (unsynced < SYNC_BYTES) continue;
    await syncing;
    syncing = file.datasync();
    // A failure counts when it is waited for, also when writing ends before that.
    syncing.catch(() => {});
    unsynced = 0;
  }
  await syncing;
  await file.sync();
}

/** Writes a file whole or not at all: under another name first, on disk before it gets its own. */
async function writeWhole(path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const unfinished = path + UNFINISHED;
  await makeDirectory(dirname(path));
  const file = await open(unfinished, 'w', 0o640);
  try {
    try {
      await writeSyncing(file, chunks);
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

async function moveWhole(from: string, to: string): Promise<void> {
  await makeDirectory(dirname(to));
  await rename(from, to);
  await syncDirectory(dirname(to));
}

async function* streamFile(path: string, start: number, end: number): AsyncGenerator<Buffer> {
  if (end <= start) {
    await stat(path);
    return;
  }
  let read = start;
  for await (const chunk of createReadStream(path, { start, end: end - 1, highWaterMark: CHUNK_BYTES })) {
    read += (chunk as Buffer).length;
    yield chunk as Buffer;
  }
  if (read !== end) throw new StorageError('missing', `the file ends at byte ${read} instead of ${end}`);
}

/** Files below a directory, keys being their paths from the root; a directory that is not there has none. */
async function* walk(root: string, directory: string, prefix: string): AsyncGenerator<StoredObject> {
  const entries = await opendir(join(/* turbopackIgnore: true */ root, directory)).catch((error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (!entries) return;
  for await (const entry of entries) {
    const key = directory === '' ? entry.name : `${directory}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(root, key, prefix);
    else if (key.startsWith(prefix)) {
      const status = await stat(join(/* turbopackIgnore: true */ root, key)).catch(() => null);
      if (status) yield { key, sizeBytes: status.size, modifiedTime: status.mtime };
    }
  }
}

/** Objects as files below a directory, keys being paths in it. */
export function localStorage(root: string): ObjectStorage {
  const pathOf = (key: string) => join(/* turbopackIgnore: true */ root, key);
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toStorageError(error, what);
    }
  };
  async function* attemptEach<T>(what: string, source: () => AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* source();
    } catch (error) {
      throw toStorageError(error, what);
    }
  }
  return {
    kind: 'local',
    write: (key, chunks) =>
      withWatched(chunks, (watched) => attempt(`writing ${key}`, () => writeWhole(pathOf(key), watched))),
    move: (from, to) => attempt(`moving ${from} to ${to}`, () => moveWhole(pathOf(from), pathOf(to))),
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
    stream: (key, start, end) => attemptEach(`reading ${key}`, () => streamFile(pathOf(key), start, end)),
    sizeOf: (key) =>
      attempt(`finding ${key}`, () => stat(pathOf(key)).then(({ size }) => size)).catch((error) => {
        if (error.kind === 'missing') return null;
        throw error;
      }),
    remove: (key) =>
      attempt(`removing ${key}`, async () => {
        await rm(pathOf(key), { force: true });
        if (!isUnfinished(key)) await rm(pathOf(key) + UNFINISHED, { force: true });
      }),
    list: (prefix) =>
      attemptEach(`listing ${prefix}`, () => walk(root, prefix.split('/').slice(0, -1).join('/'), prefix)),
    freeBytes: () =>
      attempt('asking for free space', async () => {
        await mkdir(root, { recursive: true });
        const { bavail, bsize } = await statfs(root);
        return bavail * bsize;
      }),
  };
}
