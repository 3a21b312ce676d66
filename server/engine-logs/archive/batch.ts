import { getLogLocation, type LogLocation } from '@/server/engine-history/service';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { StorageError } from '@/server/platform/object-storage/storage';
import { archiveLog, removeArchive, tryAgain } from './archive-log';
import type { OpenSource } from './source';
import { storageOf } from './storage/choose';
import type { ArchiveStorage } from './storage/storage';
import { type ArchiveChange, type ArchiveRow, type ClaimedRows, changeClaimed, claimDue, claimEnd } from './store';

const CLAIMED = 100;
const RENEW_MS = 45_000;

/** Where the logs of an engine are; null when its record was removed meanwhile. */
async function locate(context: Context, ticketId: string): Promise<LogLocation | null> {
  try {
    return await getLogLocation(context, ticketId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}

/** Keeps a claim on rows while work on them lasts. */
function keepClaim(context: Context, claim: ClaimedRows, open: ReadonlySet<number>): NodeJS.Timeout {
  return setInterval(() => {
    // A renewal that fails is no harm by itself: the next one, or the claim's end, decides.
    const dueTime = claimEnd(context.clock.now());
    changeClaimed(context.database, claim.claimId, [...open], { dueTime }, false).catch(() => {});
  }, RENEW_MS);
}

/** The rows that end alike, written in one statement. */
class Conclusions {
  readonly #ids = new Map<string, { change: ArchiveChange; ids: number[] }>();

  add(row: ArchiveRow, change: ArchiveChange): void {
    const name = JSON.stringify(change);
    const known = this.#ids.get(name);
    if (known) known.ids.push(row.id);
    else this.#ids.set(name, { change, ids: [row.id] });
  }

  async write(context: Context, claimId: string): Promise<void> {
    for (const { change, ids } of this.#ids.values()) await changeClaimed(context.database, claimId, ids, change, true);
    this.#ids.clear();
  }
}

class Batch {
  readonly #open: Set<number>;
  readonly #conclusions = new Conclusions();
  #located: { ticketId: string; location: LogLocation | null } | null = null;

  constructor(
    private readonly context: Context,
    private readonly claim: ClaimedRows,
    private readonly openSource: OpenSource,
    private readonly storage: ArchiveStorage,
    private readonly signal: AbortSignal,
  ) {
    this.#open = new Set(claim.rows.map(({ id }) => id));
  }

  async run(): Promise<void> {
    const { context, claim } = this;
    const renewal = keepClaim(context, claim, this.#open);
    try {
      for (const row of claim.rows) {
        this.signal.throwIfAborted();
        await this.#settle(row);
      }
    } finally {
      clearInterval(renewal);
      await this.#conclusions.write(context, claim.claimId);
      // What was not come to is for the next worker, at once.
      const dueTime = wholeSeconds(context.clock.now());
      await changeClaimed(context.database, claim.claimId, [...this.#open], { dueTime }, true);
    }
  }

  /** The location of a row's engine; the rows of one engine follow each other. */
  async #locationOf({ ticketId }: ArchiveRow): Promise<LogLocation | null> {
    if (this.#located?.ticketId !== ticketId)
      this.#located = { ticketId, location: await locate(this.context, ticketId) };
    return this.#located.location;
  }

  async #settle(row: ArchiveRow): Promise<void> {
    const { context, claim } = this;
    const location = await this.#locationOf(row);
    if (!location) {
      const gone: ArchiveChange = { state: 'absent', stateTime: wholeSeconds(context.clock.now()), dueTime: null };
      this.#conclude(
        row,
        row.state === 'archived' ? { dueTime: null } : { ...gone, error: 'The record of its engine was removed.' },
      );
      return;
    }
    try {
      const claimed = { claimId: claim.claimId, row, location };
      const verdict = await archiveLog(context, claimed, this.openSource, this.storage, this.signal);
      if (!verdict) this.#open.delete(row.id);
      else if (verdict.change.storageKey) await this.#publish(row, verdict.change, verdict.replacedKey);
      else this.#conclude(row, verdict.change);
    } catch (error) {
      if (this.signal.aborted) throw error;
      const text = error instanceof Error ? error.message : String(error);
      context.log.warn({ err: error, ticketId: row.ticketId, stream: row.stream }, 'log not archived');
      this.#conclude(row, tryAgain(row, context.clock.now(), text));
      // The storage is full or away: the other logs would fare no better now.
      if (error instanceof StorageError) throw error;
    }
  }

  #conclude(row: ArchiveRow, change: ArchiveChange): void {
    this.#open.delete(row.id);
    this.#conclusions.add(row, change);
  }

  /** Makes a stored log the one that is read. When the claim was lost, what was stored goes again. */
  async #publish(row: ArchiveRow, change: ArchiveChange, replacedKey: string | undefined): Promise<void> {
    const { context, claim, storage } = this;
    this.#open.delete(row.id);
    const published = await changeClaimed(context.database, claim.claimId, [row.id], change, true);
    const unused = published === 1 ? replacedKey : change.storageKey;
    if (unused && storage.kind === change.storage) await removeArchive(storage, unused);
    context.log.debug({ ticketId: row.ticketId, stream: row.stream, bytes: change.rawBytes }, 'log archived');
  }
}

/**
 * Archives logs that are due, one batch of them.
 * @returns whether there are more
 * @throws StorageError when the archive's storage fails
 */
export async function archiveDue(
  context: Context,
  openSource: OpenSource,
  kind: ArchiveStorage['kind'],
  signal: AbortSignal,
): Promise<boolean> {
  const storage = storageOf(context, kind);
  let more = false;
  for (const state of ['pending', 'archived'] as const) {
    const now = context.clock.now();
    const claim = await claimDue(context.database, state, now, claimEnd(now), CLAIMED);
    more ||= claim.rows.length === CLAIMED;
    if (claim.rows.length > 0) await new Batch(context, claim, openSource, storage, signal).run();
  }
  return more;
}
