import { createHash } from 'node:crypto';
import type { LogState, LogStream } from '@/contracts/engine-logs';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { keepRecent } from '@/server/platform/memory';
import { StorageError } from '@/server/platform/object-storage/storage';
import type { LogPart } from '../reader/part';
import { type BlockCache, readArchived, type StoredArchive } from './block-reader';
import { ArchiveDamaged, type ArchivedPart, type ArchiveIndex, parseIndex } from './blocks';
import { storageOf } from './storage/choose';
import { type ArchiveRow, findArchive, findArchives } from './store';

/** An archived log, opened. */
export interface ArchivedLog {
  state: 'archived';
  /** The files that the log was in, oldest first, as they were: anchors into them still hold. */
  parts: LogPart[];
  /** What it lacks, in a sentence; null when it is whole. */
  reason: string | null;
  archivedTime: Date;
  /** When the retention will remove it; null for never. */
  expiresTime: Date | null;
  totalLines: number;
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
async function loadArchive(context: Context, row: ArchiveRow): Promise<StoredArchive> {
  const { storage: kind, storageKey: key, indexSha256 } = row;
  if (kind === null || key === null || indexSha256 === null) throw new ArchiveDamaged('its row is incomplete');
  const storage = storageOf(context, kind);
  const kept = shared<ArchiveIndex>(context, 'engine-logs.archive.indexes');
  const index = kept.get(indexSha256) ?? parseIndex(await storage.readAll(indexKey(key)), indexSha256);
  keepRecent(kept, indexSha256, index, KEPT_INDEXES);
  if (index.sha256 !== row.sha256 || index.rawBytes !== row.rawBytes || index.storedBytes !== row.storedBytes)
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

function toPart(context: Context, row: ArchiveRow, archive: StoredArchive, number: number): LogPart {
  const { index, storage, key } = archive;
  const part = index.parts[number] as ArchivedPart;
  const cache: BlockCache = shared(context, 'engine-logs.archive.blocks');
  const { fingerprint, encoding, sizeBytes, offsets } = part;
  return {
    key: createHash('sha256').update(`${index.sha256} ${number}`).digest('hex').slice(0, 32),
    fingerprint,
    encoding,
    sizeBytes,
    modifiedTime: row.modifiedTime,
    read: (offset, length) => saying(row, () => readArchived(cache, archive, part, offset, length)),
    local: () =>
      saying(row, async () => ({
        format: 'gzip-blocks' as const,
        path: await storage.localPath(key, index.storedBytes),
        sizeBytes,
        blockBytes: index.blockBytes,
        offsets,
      })),
    close: async () => {},
  };
}

const day = (time: Date | null) => time?.toISOString().slice(0, 10) ?? 'an unknown day';

/** The text as the end of a sentence. */
const closed = (text: string | null) => `${(text ?? 'nobody noted why').replace(/[.\s]+$/, '')}.`;

/** What is missing, or why there is nothing (any more), in a sentence; null while there is nothing to say. */
function reasonOf(row: ArchiveRow): string | null {
  switch (row.state) {
    case 'expired':
      return `It was archived on ${day(row.archivedTime)} and removed by the retention on ${day(row.stateTime)}.`;
    case 'absent':
      return `It was not there when it was to be archived on ${day(row.stateTime)}: ${closed(row.error)}`;
    case 'failed':
      return `Archiving it was given up on ${day(row.stateTime)}: ${closed(row.error)}`;
    case 'pending':
      return row.error === null ? null : `It is not archived yet: ${closed(row.error)}`;
    case 'archived':
      return row.error;
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
 * @returns the log; that it has expired, with the dates; that it is not there, and why as far as anything is known
 * @throws AppError internal when it is damaged or its storage does not answer, gone when the storage has lost it
 */
export async function openArchived(
  context: Context,
  ticketId: string,
  stream: LogStream,
): Promise<ArchivedLog | { state: 'expired'; reason: string } | { state: 'absent'; reason: string | null }> {
  const row = await findArchive(context.database, ticketId, stream);
  if (row?.state === 'expired') return { state: 'expired', reason: reasonOf(row) ?? '' };
  if (row?.state !== 'archived' || row.archivedTime === null) return { state: 'absent', reason: row && reasonOf(row) };
  const archive = await saying(row, () => loadArchive(context, row));
  return {
    state: 'archived',
    parts: archive.index.parts.map((_, number) => toPart(context, row, archive, number)),
    reason: reasonOf(row),
    archivedTime: row.archivedTime,
    expiresTime: row.expiresTime,
    totalLines: archive.index.lines,
  };
}
