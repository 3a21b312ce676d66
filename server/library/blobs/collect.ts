import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import { materialStorage } from '@/server/platform/object-storage/choose';
import type { ObjectStorage, StoredObject } from '@/server/platform/object-storage/storage';
import { BLOB_PREFIX, blobKey, sha256OfKey } from './key';
import { finishRemoval, removalLeaseEnd, resumeRemoval } from './removal';
import {
  beginRemoval,
  type CollectableBlob,
  findCollectable,
  findHashesAfter,
  findKnown,
  findStuckRemovals,
  insertBlob,
} from './store';

/** How long bytes are kept after something last began to name them, unless the caller says otherwise: a day. */
export const GRACE_SECONDS = 86_400;
/** Blobs and objects that are looked at, and begun to be removed, at once. */
const LISTED = 100;
/** Hashes that the result names. */
const NAMED = 100;

/** How a collection is to be done. */
export interface CollectOptions {
  /** Only say what would be removed. */
  dryRun: boolean;
  graceSeconds?: number;
  signal?: AbortSignal;
  /** Most blobs to remove. */
  limit?: number;
}

/** What a collection removed, or would. */
export interface Collection {
  blobs: number;
  bytes: number;
  /** The first 100. */
  sha256: string[];
  /** Remains of writes that never ended. */
  unfinished: number;
  unfinishedBytes: number;
  /** Whether the limit was reached, so that there may be more. */
  more: boolean;
}

function add(found: Collection, blob: CollectableBlob): void {
  found.blobs++;
  found.bytes += blob.size;
  if (found.sha256.length < NAMED) found.sha256.push(blob.sha256);
}

/** Begins to remove some of these, in one transaction with its trail; what got a name in the meantime stays. */
async function begin(context: Context, candidates: CollectableBlob[], before: Date): Promise<CollectableBlob[]> {
  const { database, clock, actor, requestId } = context;
  const now = clock.now();
  return database.transaction(async (on) => {
    const begun: CollectableBlob[] = [];
    for (const blob of candidates) if (await beginRemoval(database, on, blob.sha256, before, now)) begun.push(blob);
    const entry = { actor: actor.name, action: 'library.collect', objectType: 'blob', requestId };
    const detail = { sha256: begun.map(({ sha256 }) => sha256) };
    const objectId = `${begun.length} blobs`;
    if (begun.length > 0) await writeAudit(on, [{ ...entry, objectId, outcome: 'done', detail }], now);
    return begun;
  });
}

/** What one collection works with. */
interface Work {
  storage: ObjectStorage;
  found: Collection;
  dryRun: boolean;
  limit: number;
  before: Date;
  signal: AbortSignal | undefined;
}

/** Looks at all blobs, some at a time, in the order of their hashes: two collections do not meet crosswise. */
async function collectUnnamed(context: Context, work: Work): Promise<void> {
  const { storage, found, dryRun, limit, before, signal } = work;
  for (let after = ''; !signal?.aborted && found.blobs < limit; ) {
    const hashes = await findHashesAfter(context.database, after, LISTED);
    const last = hashes.at(-1);
    if (last === undefined) return;
    after = last;
    const candidates = (await findCollectable(context.database, hashes, before)).slice(0, limit - found.blobs);
    if (candidates.length === 0) continue;
    const removed = dryRun ? candidates : await begin(context, candidates, before);
    for (const blob of removed) {
      if (!dryRun) await finishRemoval(context, storage, blob.sha256);
      add(found, blob);
    }
  }
}

/** Removes an object that no row knows. A row of its own keeps writers of the same bytes away meanwhile. */
async function removeOrphan(context: Context, storage: ObjectStorage, blob: CollectableBlob): Promise<boolean> {
  const { database, clock } = context;
  if (!(await insertBlob(database, { ...blob, md5: '' }, 'removing', clock.now()))) return false;
  await finishRemoval(context, storage, blob.sha256);
  context.log.warn({ key: blobKey(blob.sha256), bytes: blob.size }, 'bytes that no row knew were removed');
  return true;
}

/** Looks at objects of the storage that are older than the grace period: what no row knows, and what never ended. */
async function collectListed(
  context: Context,
  storage: ObjectStorage,
  found: Collection,
  objects: StoredObject[],
  dryRun: boolean,
): Promise<void> {
  const blobs = objects.flatMap(({ key, sizeBytes }) => {
    const sha256 = sha256OfKey(key);
    return sha256 === null ? [] : [{ sha256, size: sizeBytes }];
  });
  const known = await findKnown(
    context.database,
    blobs.map(({ sha256 }) => sha256),
  );
  for (const blob of blobs)
    if (!known.has(blob.sha256) && (dryRun || (await removeOrphan(context, storage, blob)))) add(found, blob);
  for (const { key, sizeBytes } of objects.filter((object) => sha256OfKey(object.key) === null)) {
    if (!dryRun) await storage.remove(key);
    found.unfinished++;
    found.unfinishedBytes += sizeBytes;
  }
}

/**
 * Removes the bytes that nothing names and nothing has touched for a grace period, bytes that no row knows, and what
 * killed writes left. Can be repeated and interrupted at any moment.
 * @throws StorageError when the storage fails
 */
export async function collectBlobs(context: Context, options: CollectOptions): Promise<Collection> {
  const { dryRun, graceSeconds = GRACE_SECONDS, signal, limit = 1000 } = options;
  const storage = materialStorage(context);
  const now = context.clock.now();
  const before = new Date(now.getTime() - graceSeconds * 1000);
  const found: Collection = { blobs: 0, bytes: 0, sha256: [], unfinished: 0, unfinishedBytes: 0, more: false };
  if (!dryRun)
    for (const sha256 of await findStuckRemovals(context.database, removalLeaseEnd(now), limit))
      await resumeRemoval(context, storage, sha256);
  await collectUnnamed(context, { storage, found, dryRun, limit, before, signal });
  let listed: StoredObject[] = [];
  for await (const object of storage.list(BLOB_PREFIX)) {
    if (signal?.aborted || found.blobs >= limit) break;
    if (object.modifiedTime < before) listed.push(object);
    if (listed.length < LISTED) continue;
    await collectListed(context, storage, found, listed, dryRun);
    listed = [];
  }
  if (!signal?.aborted) await collectListed(context, storage, found, listed, dryRun);
  return { ...found, more: found.blobs >= limit };
}
