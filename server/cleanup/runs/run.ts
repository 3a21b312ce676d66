import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { CleanupSubject } from '@/contracts/cleanup';
import type { Context } from '@/server/platform/context';
import { insertLog } from '../log/store';
import { nextBatchSize, pauseAfter } from '../rules/batch-size';
import type { FrozenRule } from '../rules/frozen-rule';
import { treeOf } from '../subjects';
import { BatchChanged, commitBatch, type PreparedBatch, prepareBatch, type RunMeans } from './batch';
import { endRun, heedRequest } from './settle';
import { FrozenSet, type RunRow } from './store';
import { archiveStorage, sweepArchive } from './sweep';

/** How long a batch may keep other writers waiting: on SQLite all of them wait, elsewhere those of the same rows. */
const TARGET_MS = { sqlite: 80, mysql: 150, postgresql: 150 } as const;

/**
 * Rows of a batch at most: what a server sends of them is taken apart beside requests. SQLite's come from a thread, and
 * the more at once, the fewer pages are written twice.
 */
const LARGEST_BATCH = { sqlite: 5000, mysql: 2000, postgresql: 600 } as const;

/**
 * Whether the next batch is prepared while one is deleted. PostgreSQL is fast enough without: two of its processes and
 * the worker at once would leave nothing of two processors for readers.
 */
const PREPARES_AHEAD = { sqlite: true, mysql: true, postgresql: false } as const;

/** Attempts at one batch whose rows are never what was archived a moment before. */
const MOST_ATTEMPTS = 20;

/** The batches of one run. */
class Batches {
  readonly #frozen: FrozenSet;
  #size: number;
  #runningMs: number;
  #attempts = 0;
  #ahead: { position: number; batch: Promise<PreparedBatch | null> } | null = null;

  constructor(private readonly means: RunMeans) {
    const { context, run } = means;
    this.#frozen = new FrozenSet(context.database, run.id);
    this.#size = run.batchSize;
    this.#runningMs = Number(run.runningMs);
  }

  async #prepare(position: number): Promise<PreparedBatch | null> {
    const ids = await this.#frozen.take(position, this.#size);
    return ids.length === 0 ? null : prepareBatch(this.means, position, ids);
  }

  /** One batch; false when there is none left. @throws RunLost, StorageError */
  async step(): Promise<boolean> {
    const { context, run } = this.means;
    const started = performance.now();
    const ahead = this.#ahead?.position === run.processed ? this.#ahead.batch : this.#prepare(run.processed);
    this.#ahead = null;
    const batch = await ahead;
    if (!batch) return false;
    const position = batch.position + batch.ids.length;
    if (PREPARES_AHEAD[context.database.kind]) {
      const following = this.#prepare(position);
      // Its failure counts when its turn comes.
      following.catch(() => {});
      this.#ahead = { position, batch: following };
    }
    try {
      const spent = this.#runningMs + performance.now() - started;
      const { ms } = await commitBatch(this.means, batch, spent);
      run.processed = position;
      this.#attempts = 0;
      const target = TARGET_MS[context.database.kind];
      const largest = LARGEST_BATCH[context.database.kind];
      if (batch.ids.length >= this.#size || ms > target)
        this.#size = nextBatchSize(batch.ids.length, ms, target, largest);
      await sleep(pauseAfter(ms, target));
      await nextTurn();
    } catch (error) {
      // What was archived is not what is there: the rows are looked at again.
      if (!(error instanceof BatchChanged) || ++this.#attempts === MOST_ATTEMPTS) throw error;
      const detail = { from: batch.position, rows: batch.ids.length, attempt: this.#attempts };
      await context.database.transaction((on) =>
        insertLog(on, run.id, { action: 'batchAgain', actor: context.actor.name, detail }, context.clock.now()),
      );
      await this.settle();
    }
    this.#runningMs += performance.now() - started;
    return true;
  }

  /** Waits for the batch that is being prepared, so that nothing is written after the run was left. */
  async settle(): Promise<void> {
    await this.#ahead?.batch.catch(() => {});
    this.#ahead = null;
  }
}

/**
 * Deletes what a run's preview froze, batch by batch, until all is gone through, somebody pauses or cancels it, or it is
 * told to stop; then it can be gone on with.
 * @throws StorageError, RunLost
 */
export async function performCleanup(context: Context, run: RunRow, signal: AbortSignal): Promise<void> {
  const storage = archiveStorage(context, run.storage);
  await sweepArchive(context, run);
  const rule = JSON.parse(run.frozen ?? 'null') as FrozenRule;
  const batches = new Batches({ context, run, tree: treeOf(run.subject as CleanupSubject), rule, storage });
  try {
    while (!signal.aborted) {
      if (await heedRequest(context, run)) return;
      if (await batches.step()) continue;
      await batches.settle();
      await sweepArchive(context, run);
      await endRun(context, run, 'done');
      return;
    }
  } finally {
    await batches.settle();
  }
}
