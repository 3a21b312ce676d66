import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from './local';
import { StorageError } from './storage';

const KEPT_MS = 86_400_000;
const HOLDER = Symbol.for('engineroom.fetchedArchives');
type Holder = { [HOLDER]?: Map<string, Promise<string>> };

/** Fetches under way in this process, by path. On globalThis, because routes do not share modules. */
function underWay(): Map<string, Promise<string>> {
  const holder = globalThis as Holder;
  holder[HOLDER] ??= new Map();
  return holder[HOLDER];
}

async function* counted(chunks: AsyncIterable<Buffer>, sizeBytes: number): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    yield chunk;
  }
  if (length !== sizeBytes) throw new StorageError('missing', `${length} bytes came instead of ${sizeBytes}`);
}

/**
 * Path of a local copy of an object, fetched if it is not there: whole or not at all, by one of several who ask at once.
 * Copies that nobody has asked for in a day go with `removeUnused`.
 */
export async function fetchOnce(
  directory: string,
  key: string,
  sizeBytes: number,
  open: () => Promise<AsyncIterable<Buffer>>,
): Promise<string> {
  const path = join(/* turbopackIgnore: true */ directory, `${createHash('sha256').update(key).digest('hex')}.gz`);
  const there = await stat(path).catch(() => null);
  if (there?.size === sizeBytes) {
    const now = new Date();
    await utimes(path, now, now);
    return path;
  }
  const fetches = underWay();
  const running = fetches.get(path);
  if (running) return running;
  const fetch = (async () => {
    // Another process may fetch the same object into the same directory.
    await writeWhole(path, counted(await open(), sizeBytes), `${path}.${randomUUID()}`);
    return path;
  })().finally(() => fetches.delete(path));
  fetches.set(path, fetch);
  return fetch;
}

/** Removes local copies that were last used more than a day before a moment. */
export async function removeUnused(directory: string, now: Date): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    const path = join(/* turbopackIgnore: true */ directory, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < now.getTime() - KEPT_MS) await rm(path, { force: true });
  }
}
