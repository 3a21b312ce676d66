import { writeAudit } from '@/server/platform/audit/writer';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import { chooseStorage } from '@/server/platform/object-storage/choose';
import type { ObjectStorage } from '@/server/platform/object-storage/storage';
import { auditEntry } from '../audit';
import { deleteChunks, findSegments, lockRun, type RunRow } from './store';

const PAGE = 1000;

/** Where archives of cleanups lie. @throws StorageError */
export function archiveStorage(context: Context, kind: string): ObjectStorage {
  return chooseStorage(context, kind as ObjectStorage['kind'], '');
}

/**
 * Removes archived bytes of a run that no committed batch names: what killed or repeated batches left. To be called by
 * whoever has the run, so that nobody else can commit to them.
 * @throws StorageError
 */
export async function sweepArchive(context: Context, run: RunRow): Promise<void> {
  const named = new Set<string>();
  for (let from = 0; ; ) {
    const segments = await findSegments(context.database, run.id, from, PAGE);
    for (const { objectKey } of segments) named.add(objectKey);
    if (segments.length < PAGE) break;
    from = (segments.at(-1)?.number ?? 0) + 1;
  }
  const storage = archiveStorage(context, run.storage);
  const unused: string[] = [];
  for await (const { key } of storage.list(`${run.folder}/`)) if (!named.has(key)) unused.push(key);
  for (const key of unused) await storage.remove(key);
}

/**
 * Removes the archive of a run whose time is over, behind the run's lock, so that nobody begins to undo it. A run that is being undone keeps its archive until that has ended.
 * @throws StorageError
 */
export async function forgetArchive(context: Context, run: RunRow): Promise<void> {
  const { database, clock } = context;
  const forgotten = await database.transaction(async (on) => {
    const now = await lockRun(database, run.id, on);
    if (!now?.undoUntil || now.undoUntil >= wholeSeconds(clock.now()) || now.state === 'running') return false;
    if (await on.cleanupRun.findFirst({ where: { undoOf: run.id, state: { in: ['running', 'paused'] } } }))
      return false;
    // Bytes first: when removing them fails, the row still says that they are there.
    const storage = archiveStorage(context, run.storage);
    const keys: string[] = [];
    for await (const { key } of storage.list(`${run.folder}/`)) keys.push(key);
    for (const key of keys) await storage.remove(key);
    await on.cleanupRun.update({ where: { id: run.id }, data: { undoUntil: null } });
    const entry = auditEntry(context, 'cleanup.expireArchive', 'cleanup-run', run.id, { segments: keys.length });
    await writeAudit(on, [entry], clock.now());
    return true;
  });
  if (forgotten) await deleteChunks(database, run.id);
}
