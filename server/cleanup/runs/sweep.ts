import type { CleanupSubject } from '@/contracts/cleanup';
import type { Context } from '@/server/platform/context';
import { chooseStorage } from '@/server/platform/object-storage/choose';
import type { ObjectStorage } from '@/server/platform/object-storage/storage';
import { readSegment, SegmentDamaged } from '../archive/segments';
import { writeRunTrail } from '../log/trail';
import { unpackIds } from '../rules/id-list';
import { subjectOf } from '../subjects';
import {
  deleteChunks,
  findOverlapping,
  findSegments,
  giveUp,
  isBeingUndone,
  type RunRow,
  type SegmentRow,
} from './store';

const PAGE = 1000;

/** Where archives of cleanups lie. @throws StorageError */
export function archiveStorage(context: Context, kind: string): ObjectStorage {
  return chooseStorage(context, kind as ObjectStorage['kind'], '');
}

async function* pagesOfSegments({ database }: Context, run: RunRow): AsyncGenerator<SegmentRow[]> {
  for (let from = 0; ; ) {
    const segments = await findSegments(database, run.id, from, PAGE);
    yield segments;
    if (segments.length < PAGE) return;
    from = (segments.at(-1)?.number ?? 0) + 1;
  }
}

/**
 * Removes archived bytes of a run that no committed batch names: what killed or repeated batches left. To be called by
 * whoever has the run, so that nobody else can commit to them.
 * @throws StorageError
 */
export async function sweepArchive(context: Context, run: RunRow): Promise<void> {
  const named = new Set<string>();
  for await (const segments of pagesOfSegments(context, run))
    for (const { objectKey } of segments) named.add(objectKey);
  const storage = archiveStorage(context, run.storage);
  const unused: string[] = [];
  for await (const { key } of storage.list(`${run.folder}/`)) if (!named.has(key)) unused.push(key);
  for (const key of unused) await storage.remove(key);
}

/**
 * Removes what the rows of a segment name outside the database, but for what another run's archive can restore still:
 * rows may have been deleted, put back and deleted again.
 * @throws StorageError
 */
async function removeNamed(context: Context, run: RunRow, segment: SegmentRow): Promise<void> {
  const remove = subjectOf(run.subject as CleanupSubject).removeNamed;
  if (!remove) return;
  const others = await findOverlapping(context.database, run, segment);
  const kept = new Set(others.flatMap(unpackIds));
  try {
    const rows = await readSegment(archiveStorage(context, run.storage), segment);
    await remove(context, rows, (id) => !kept.has(id));
  } catch (error) {
    if (!(error instanceof SegmentDamaged)) throw error;
    // Nobody can tell what it named; the rest of the archive is to go all the same.
    context.log.warn({ err: error, cleanupRun: run.id }, 'archived rows cannot be read');
  }
}

/**
 * Removes the archive of a run whose time is over: nobody can begin to undo it any more. A run that is being undone keeps
 * its archive until that has ended. A failed run cannot be resumed afterwards: its frozen set goes too.
 * @returns whether the archive is gone
 * @throws StorageError
 */
export async function forgetArchive(context: Context, run: RunRow): Promise<boolean> {
  const { database } = context;
  if (await isBeingUndone(database, run.id)) return false;
  if (run.state === 'failed' && !(await giveUp(database, run.id))) return false;
  const storage = archiveStorage(context, run.storage);
  const keys: string[] = [];
  for await (const { key } of storage.list(`${run.folder}/`)) keys.push(key);
  const present = new Set(keys);
  // Those that are gone already were seen to before.
  for await (const segments of pagesOfSegments(context, run))
    for (const segment of segments) if (present.has(segment.objectKey)) await removeNamed(context, run, segment);
  for (const key of keys) await storage.remove(key);
  await deleteChunks(database, run.id);
  // Last: when removing fails, the row still says that bytes are there.
  await database.transaction(async (on) => {
    await on.cleanupRun.update({ where: { id: run.id }, data: { undoUntil: null } });
    await writeRunTrail(context, on, run.id, 'expireArchive', { segments: keys.length });
  });
  return true;
}
