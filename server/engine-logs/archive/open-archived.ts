import type { LogState, LogStream } from '@/contracts/engine-logs';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import type { LogPart } from '../reader/part';
import { type BlockCache, readArchived, type StoredArchive } from './block-reader';
import { ArchiveDamaged, type ArchiveIndex, parseIndex } from './blocks';
import { storageOf } from './storage/choose';
import { StorageError } from './storage/storage';
import { type ArchiveRow, findArchive, findArchives } from './store';

/** An archived log, opened as one part. */
export interface ArchivedLog {
  state: 'archived';
  part: LogPart;
  archivedTime: Date;
  /** When the retention will remove it; null for never. */
  expiresTime: Date | null;
  /** The files that the log was in when it was archived, with their fingerprints: anchors into them still hold. */
  parts: ArchiveIndex['parts'];
  totalLines: number;
  /** Newlines ahead of each block of `blockBytes`; one entry more: of the whole log. */
  newlines: number[];
  /** First time that is written in each block, as it is written, or null. */
  times: (string | null)[];
  blockBytes: number;
}

/** Where the index of an archive lies. */
export const indexKey = (key: string) => `${key}.index.json`;

const KEPT_INDEXES = 16;

/** Something that is kept in this process for all who use one database: routes do not share modules. */
function shared<Value>(context: Context, name: string): Map<string, Value> {
  const { memory } = context.database;
  const known = memory.get(name) as Map<string, Value> | undefined;
  if (known) return known;
  const made = new Map<string, Value>();
  memory.set(name, made);
  return made;
}

/** Storage, key and verified index of an archived row. @throws StorageError, ArchiveDamaged */
export async function loadArchive(context: Context, row: ArchiveRow): Promise<StoredArchive> {
  const { storage: kind, storageKey: key, indexSha256 } = row;
  if (kind === null || key === null || indexSha256 === null) throw new ArchiveDamaged('its row is incomplete');
  const storage = storageOf(context, kind);
  const kept = shared<ArchiveIndex>(context, 'engine-logs.archive.indexes');
  const index = kept.get(indexSha256) ?? parseIndex(await storage.readAll(indexKey(key)), indexSha256);
  kept.delete(indexSha256);
  kept.set(indexSha256, index);
  if (kept.size > KEPT_INDEXES) kept.delete(kept.keys().next().value as string);
  if (index.sha256 !== row.sha256 || index.rawBytes !== row.rawBytes || index.offsets.at(-1) !== row.storedBytes)
    throw new ArchiveDamaged('its index belongs to another log');
  return { storage, key, index };
}

/** Runs what reads an archive, so that what goes wrong says which log and why. @throws AppError internal, gone */
async function saying<T>(row: ArchiveRow, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const name = `The archived log ${row.stream} of ticket ${row.ticketId}`;
    if (error instanceof ArchiveDamaged)
      throw new AppError('internal', `${name} is damaged: ${error.message}. Nothing of that part is shown.`, {
        cause: error,
      });
    if (error instanceof StorageError && error.kind === 'missing')
      throw new AppError('gone', `${name} is not in the archive's storage any more: ${error.message}.`, {
        cause: error,
      });
    if (error instanceof StorageError)
      throw new AppError('internal', `${name} cannot be read now: the storage of the archive does not answer.`, {
        cause: error,
        retryAfterSeconds: 10,
      });
    throw error;
  }
}

function toPart(context: Context, row: ArchiveRow, archive: StoredArchive): LogPart {
  const { index, storage, key } = archive;
  const cache: BlockCache = shared(context, 'engine-logs.archive.blocks');
  const storedBytes = index.offsets.at(-1) ?? 0;
  return {
    key: `archive:${index.sha256}`,
    sizeBytes: index.rawBytes,
    modifiedTime: row.archivedTime,
    read: (offset, length) => saying(row, () => readArchived(cache, archive, offset, length)),
    local: () =>
      saying(row, async () => ({
        format: 'gzip-blocks' as const,
        path: await storage.localPath(key, storedBytes),
        sizeBytes: index.rawBytes,
        blockBytes: index.blockBytes,
        offsets: index.offsets,
      })),
    close: async () => {},
  };
}

const day = (time: Date | null) => time?.toISOString().slice(0, 10) ?? 'an unknown day';

/** Why there is nothing (any more), in a sentence with its date; null while there is nothing to say. */
function reasonOf(row: ArchiveRow): string | null {
  switch (row.state) {
    case 'expired':
      return `it was archived on ${day(row.archivedTime)} and removed by the retention on ${day(row.stateTime)}`;
    case 'absent':
      return `it was not there when it was to be archived on ${day(row.stateTime)}: ${row.error}`;
    case 'failed':
      return `archiving it was given up on ${day(row.stateTime)}: ${row.error}`;
    case 'pending':
      return row.error === null ? null : `it is not archived yet: ${row.error}`;
    default:
      return null;
  }
}

/** How a stream stands in the archive, for the list of an engine's logs. */
export interface ArchiveStatus extends Pick<LogState, 'sizeBytes' | 'archivedTime' | 'expiresTime' | 'reason'> {
  state: ArchiveRow['state'];
}

/**
 * How the streams of an engine stand in the archive; those that it has not heard of are left out. Times are ISO texts;
 * of an expired one, `expiresTime` is when it was removed. Who may ask is for the caller to decide.
 */
export async function findArchiveStatuses(context: Context, ticketId: string): Promise<Map<LogStream, ArchiveStatus>> {
  const rows = await findArchives(context.database, ticketId);
  return new Map(
    rows.map((row) => [
      row.stream,
      {
        state: row.state,
        sizeBytes: row.rawBytes,
        archivedTime: row.archivedTime?.toISOString() ?? null,
        expiresTime: (row.state === 'expired' ? row.stateTime : row.expiresTime)?.toISOString() ?? null,
        reason: reasonOf(row),
      },
    ]),
  );
}

/**
 * Opens a log from the archive. Who may read it is for the caller to decide.
 * @returns the log; that it has expired, with the dates; null when it is not archived (yet)
 * @throws AppError internal when it is damaged or its storage does not answer, gone when the storage has lost it
 */
export async function openArchivedPart(
  context: Context,
  ticketId: string,
  stream: LogStream,
): Promise<ArchivedLog | { state: 'expired'; reason: string } | null> {
  const row = await findArchive(context.database, ticketId, stream);
  if (row?.state === 'expired') return { state: 'expired', reason: reasonOf(row) ?? '' };
  if (row?.state !== 'archived' || row.archivedTime === null) return null;
  const archive = await saying(row, () => loadArchive(context, row));
  const { parts, lines, newlines, times, blockBytes } = archive.index;
  return {
    state: 'archived',
    part: toPart(context, row, archive),
    archivedTime: row.archivedTime,
    expiresTime: row.expiresTime,
    parts,
    totalLines: lines,
    newlines,
    times,
    blockBytes,
  };
}
