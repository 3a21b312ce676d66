import { createHash } from 'node:crypto';
import type { LogLocation } from '@/server/engine-history/service';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import type { OpenLog } from '../reader/open-log';
import type { LogPart } from '../reader/part';
import { loadBlock } from './block-reader';
import { type ArchiveIndex, blocksOf, Compressor, LogChanged } from './blocks';
import { indexKey } from './open-archived';
import type { OpenSource } from './source';
import type { ArchiveStorage } from './storage/storage';
import { type ArchiveChange, type ArchiveRow, changeClaimed } from './store';

/** A stream of an engine that this worker has claimed. */
export interface ClaimedLog {
  claimId: string;
  row: ArchiveRow;
  location: LogLocation;
}

/** What to do next with a claimed log, and what to write down. */
export interface Verdict {
  change: ArchiveChange;
  /** Object that nothing refers to once the change is written. */
  replacedKey?: string;
}

/** An archived log is looked at once more, when its engine has surely written its last line. */
const SECOND_LOOK_MS = 3_600_000;
/** A log that is not there is looked for again so long after the end of its engine: a share may not be mounted. */
const ABSENT_AFTER_MS = 3_600_000;
const MOST_ATTEMPTS = 20;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;

const after = (time: Date, ms: number) => wholeSeconds(new Date(time.getTime() + ms));

/** The row after an attempt that came to nothing: tried again, later each time, and given up in the end. */
export function tryAgain(row: ArchiveRow, now: Date, error: string): ArchiveChange {
  const attempts = row.attempts + 1;
  if (row.state === 'archived') return { dueTime: null };
  if (attempts >= MOST_ATTEMPTS)
    return { state: 'failed', stateTime: wholeSeconds(now), attempts, error, dueTime: null };
  return { attempts, error, dueTime: after(now, Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS)) };
}

/** The row of a log that is not there. What was archived before stays. */
function onAbsence(row: ArchiveRow, now: Date, state: string, reason: string): ArchiveChange {
  if (row.state === 'archived') return { dueTime: null };
  const endedAgo = row.endedTime === null ? Number.POSITIVE_INFINITY : now.getTime() - row.endedTime.getTime();
  const passing = state === 'unreachable' || state === 'unreadable';
  if (passing || (state !== 'missing' && endedAgo < ABSENT_AFTER_MS)) return tryAgain(row, now, reason);
  return { state: 'absent', stateTime: wholeSeconds(now), error: reason, dueTime: null };
}

/** Lines that follow an engine's end closely delay its archiving by as much; a log that goes on and on waits longer. */
const PATIENT_ATTEMPTS = 3;

function onGrowth(row: ArchiveRow, now: Date, wait: Date): ArchiveChange {
  if (row.state === 'archived') return { dueTime: after(now, SECOND_LOOK_MS) };
  const change = tryAgain(row, now, 'It is still being written.');
  return row.attempts < PATIENT_ATTEMPTS ? { ...change, dueTime: wait } : change;
}

/** What tells whether a log has changed: its files, their sizes and times. */
const stateOf = (parts: readonly LogPart[]) =>
  parts.map((part) => `${part.key} ${part.sizeBytes} ${part.modifiedTime?.getTime() ?? ''}`).join('\n');

/** A moment to wait for because the log was written to a short while ago; null when it has been still. */
function stillGrowing(context: Context, { modifiedTime }: OpenLog, now: Date): Date | null {
  const delay = context.configuration.logArchive.delaySeconds * 1000;
  const age = modifiedTime === null ? delay : now.getTime() - modifiedTime.getTime();
  // A file server's clock that is far ahead says nothing; whether the log changes while it is read still shows.
  if (modifiedTime === null || age >= delay || age < -delay) return null;
  return after(modifiedTime, delay + 1000);
}

async function hashOf(parts: readonly LogPart[], signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for (const part of parts) {
    for await (const block of blocksOf(part)) {
      signal.throwIfAborted();
      hash.update(block);
    }
  }
  return hash.digest('hex');
}

/** Writes what is read from a log into the storage. What fails on the log's side is thrown as it is, not as the storage's. */
async function write(
  storage: ArchiveStorage,
  key: string,
  chunks: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<void> {
  const failures: unknown[] = [];
  async function* watched(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of chunks) {
        signal.throwIfAborted();
        yield chunk;
      }
    } catch (error) {
      failures.push(error);
      throw error;
    }
  }
  try {
    await storage.write(key, watched());
  } catch (error) {
    throw failures.length > 0 ? failures[0] : error;
  }
}

/** Reads back what was stored, all of it, and compares it with what was read from the log. */
async function verify(storage: ArchiveStorage, key: string, index: ArchiveIndex, signal: AbortSignal): Promise<void> {
  const hash = createHash('sha256');
  for (const part of index.parts) {
    for (const number of part.hashes.keys()) {
      signal.throwIfAborted();
      hash.update(await loadBlock({ storage, key, index }, part, number));
    }
  }
  if (hash.digest('hex') !== index.sha256) throw new Error('What was stored is not what was read.');
}

function keyOf({ claimId, row }: ClaimedLog): string {
  const hash = createHash('sha256').update(row.ticketId).digest('hex');
  const name = `${row.ticketId.replace(/[^\w.-]/g, '_').slice(0, 100)}-${row.stream}-${claimId}`;
  return `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${name}.gz`;
}

/** Removes an archive, whole or half, with its index. */
export async function removeArchive(storage: ArchiveStorage, key: string): Promise<void> {
  await storage.remove(key);
  await storage.remove(indexKey(key));
}

/**
 * Stores a log under a key of its own, which is written down first: whatever happens, what is left can be found. Each
 * claim has another key, so that nobody ever overwrites what somebody reads.
 */
async function store(
  context: Context,
  claimed: ClaimedLog,
  source: OpenLog,
  storage: ArchiveStorage,
  signal: AbortSignal,
): Promise<ArchiveChange | null> {
  const { row, claimId } = claimed;
  const { database, clock, configuration } = context;
  const key = keyOf(claimed);
  if (row.pendingKey) await removeArchive(storage, row.pendingKey);
  const noted = await changeClaimed(
    database,
    claimId,
    [row.id],
    { pendingKey: key, attempts: row.attempts + 1 },
    false,
  );
  if (noted === 0) return null;
  const compressor = new Compressor({ ticketId: row.ticketId, stream: row.stream }, source.parts);
  await write(storage, key, compressor.members(), signal);
  const index = compressor.finish();
  const text = Buffer.from(JSON.stringify(index));
  await storage.write(
    indexKey(key),
    (async function* () {
      yield text;
    })(),
  );
  await verify(storage, key, index, signal);
  const now = clock.now();
  const { days } = configuration.logArchive;
  return {
    state: 'archived',
    stateTime: wholeSeconds(now),
    dueTime: row.state === 'archived' ? null : after(now, SECOND_LOOK_MS),
    attempts: 0,
    error: source.provenance.reason,
    rawBytes: index.rawBytes,
    storedBytes: index.storedBytes,
    blockBytes: index.blockBytes,
    sha256: index.sha256,
    indexSha256: createHash('sha256').update(text).digest('hex'),
    storage: storage.kind,
    storageKey: key,
    pendingKey: null,
    modifiedTime: source.modifiedTime && wholeSeconds(source.modifiedTime),
    archivedTime: wholeSeconds(now),
    expiresTime: days === 0 ? null : after(now, days * 86_400_000),
    sourceInstance: claimed.location.instance,
    sourceEcm: claimed.location.ecm,
  };
}

/** Whether more of a log may still come: what a directory lacks stays missing, an engine manager may send the rest. */
function mayBecomeWhole({ provenance: { state, source } }: OpenLog): boolean {
  return state === 'growing' || (state === 'truncated' && source !== 'directory');
}

/** Whether the archive has this very log already: then nothing is to be done. A log that became shorter adds nothing. */
async function isArchived(row: ArchiveRow, { sizeBytes, parts }: OpenLog, signal: AbortSignal): Promise<boolean> {
  if (row.state !== 'archived' || row.rawBytes === null) return false;
  return sizeBytes < row.rawBytes || (sizeBytes === row.rawBytes && (await hashOf(parts, signal)) === row.sha256);
}

async function archiveSource(
  context: Context,
  claimed: ClaimedLog,
  source: OpenLog,
  openSource: OpenSource,
  storage: ArchiveStorage,
  signal: AbortSignal,
): Promise<Verdict | null> {
  const { row } = claimed;
  const now = context.clock.now();
  if (mayBecomeWhole(source)) return { change: tryAgain(row, now, source.provenance.reason ?? 'It is not whole yet.') };
  const wait = stillGrowing(context, source, now);
  if (wait) return { change: onGrowth(row, now, wait) };
  if (await isArchived(row, source, signal)) return { change: { dueTime: null } };
  const change = await store(context, claimed, source, storage, signal);
  if (!change) return null;
  const again = await openWritten(context, claimed, openSource);
  const same = !('reason' in again) && stateOf(again.parts) === stateOf(source.parts);
  if (!('reason' in again)) await again.close();
  if (!same) throw new LogChanged('It changed while it was read.');
  return { change, replacedKey: row.storageKey ?? undefined };
}

/** The log where its engine has written it; what comes from the archive is none. */
async function openWritten(context: Context, { row, location }: ClaimedLog, openSource: OpenSource) {
  const opened = await openSource(context, location, row.stream);
  if ('reason' in opened || opened.provenance.source !== 'archive') return opened;
  await opened.close();
  return { state: 'missing' as const, reason: 'Only the archive has it.' };
}

/**
 * Archives one claimed log, or finds out why not.
 * @returns what to write down; null when the claim was lost meanwhile
 * @throws StorageError when the archive's storage fails, AbortError when told to stop
 */
export async function archiveLog(
  context: Context,
  claimed: ClaimedLog,
  openSource: OpenSource,
  storage: ArchiveStorage,
  signal: AbortSignal,
): Promise<Verdict | null> {
  const { row } = claimed;
  const opened = await openWritten(context, claimed, openSource);
  if ('reason' in opened) return { change: onAbsence(row, context.clock.now(), opened.state, opened.reason) };
  try {
    return await archiveSource(context, claimed, opened, openSource, storage, signal);
  } catch (error) {
    // What was stored is of no use; where it cannot be removed now, the row still names it for the next attempt.
    const removed = await removeArchive(storage, keyOf(claimed)).then(
      () => true,
      () => false,
    );
    if (!(error instanceof LogChanged)) throw error;
    const change = tryAgain(row, context.clock.now(), error.message);
    return { change: removed ? { ...change, pendingKey: null } : change };
  } finally {
    await opened.close().catch(() => {});
  }
}
