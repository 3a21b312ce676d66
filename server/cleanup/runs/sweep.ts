import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import { chooseStorage } from '@/server/platform/object-storage/choose';
import type { ObjectStorage } from '@/server/platform/object-storage/storage';
import { auditEntry } from '../audit';
import { deleteChunks, findSegments, giveUp, isBeingUndone, type RunRow } from './store';

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
 * Removes the archive of a run whose time is over: nobody can begin to undo it any more. A run that is being undone keeps
 * its archive until that has ended. A failed run cannot be resumed afterwards: its frozen set goes too.
 * @returns whether the archive is gone
 * @throws StorageError
 */
export async function forgetArchive(context: Context, run: RunRow): Promise<boolean> {
  const { database, clock } = context;
  if (await isBeingUndone(database, run.id)) return false;
  if (run.state === 'failed' && !(await giveUp(database, run.id))) return false;
  const storage = archiveStorage(context, run.storage);
  const keys: string[] = [];
  for await (const { key } of storage.list(`${run.folder}/`)) keys.push(key);
  for (const key of keys) await storage.remove(key);
  await deleteChunks(database, run.id);
  // Last: when removing fails, the row still says that bytes are there.
  await database.transaction(async (on) => {
    await on.cleanupRun.update({ where: { id: run.id }, data: { undoUntil: null } });
    const entry = auditEntry(context, 'cleanup.expireArchive', 'cleanup-run', run.id, { segments: keys.length });
    await writeAudit(on, [entry], clock.now());
  });
  return true;
}
