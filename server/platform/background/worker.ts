import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { SYSTEM } from '../auth/actor';
import type { Context } from '../context';
import { cleanRuns } from './clean';
import { type Claim, type ClaimedRun, endRun, releaseRun, renewLease, takeOverRun, takeSlot } from './store';
import type { BackgroundTask } from './task';

/** What tasks work with; the rest of their context is made for each run. */
export type Means = Omit<Context, 'requestId' | 'actor'>;

/** The tasks of one process, running. */
export interface BackgroundWorker {
  /** Tells all tasks to stop and waits for them, at most some seconds. What they leave undone, another worker does. */
  stop(): Promise<void>;
}

const LEASE_SECONDS = 60;
const STOP_PATIENCE_MS = 8000;
/** Longest pause between two batches of a run; usually it is three times as long as the batch took. */
const LONGEST_PAUSE_MS = 1000;

class Worker implements BackgroundWorker {
  readonly #name = `${hostname().slice(0, 60)}:${process.pid}:${randomUUID().slice(0, 8)}`;
  readonly #stopping = new AbortController();
  readonly #loops: Promise<void>[];

  constructor(
    private readonly means: Means,
    tasks: readonly BackgroundTask[],
    private readonly leaseSeconds: number,
  ) {
    // Each task waits for the end; Node takes more than ten listeners for a leak.
    setMaxListeners(0, this.#stopping.signal);
    this.#loops = [...tasks, cleanRuns].map((task) => this.#loop(task));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.race([Promise.all(this.#loops), sleep(STOP_PATIENCE_MS, undefined, { ref: false })]);
  }

  async #loop(task: BackgroundTask): Promise<void> {
    const { signal } = this.#stopping;
    let told = '';
    while (!signal.aborted) {
      try {
        await this.#turn(task);
        told = '';
      } catch (error) {
        // The database is away, most likely: said once, tried again at the next slot.
        const text = error instanceof Error ? error.message : String(error);
        if (text !== told) this.means.log.warn({ err: error, task: task.name }, 'background task cannot begin');
        told = text;
      }
      await sleep(this.#untilNext(task), undefined, { signal }).catch(() => {});
    }
  }

  /** Milliseconds until the next slot, or until a lease of another worker may be over, whichever comes first. */
  #untilNext({ schedule }: BackgroundTask): number {
    const slot = schedule.everySeconds * 1000;
    return Math.min(slot - (this.means.clock.now().getTime() % slot), this.leaseSeconds * 1000);
  }

  async #turn(task: BackgroundTask): Promise<void> {
    const { database, clock } = this.means;
    if (task.isDue && !(await task.isDue(this.#contextOf(task.name)))) return;
    const now = clock.now();
    const slot = task.schedule.everySeconds * 1000;
    const slotTime = new Date(Math.floor(now.getTime() / slot) * slot);
    const claim: Claim = { worker: this.#name, now, leaseSeconds: this.leaseSeconds };
    const run =
      (await takeOverRun(database, task.name, claim)) ?? (await takeSlot(database, task.name, slotTime, claim));
    if (run) await this.#perform(task, run);
  }

  async #perform(task: BackgroundTask, run: ClaimedRun): Promise<void> {
    const { database, clock, log } = this.means;
    const lost = new AbortController();
    const signal = AbortSignal.any([lost.signal, this.#stopping.signal]);
    const heartbeat = this.#keepAlive(run, lost);
    let ended = false;
    let failure: string | null = null;
    try {
      ended = await this.#batches(task, run, signal);
    } catch (error) {
      if (!signal.aborted) {
        failure = error instanceof Error ? error.message : String(error);
        log.warn({ err: error, run: run.id }, 'background task failed');
      }
    } finally {
      clearInterval(heartbeat);
    }
    if (lost.signal.aborted) log.warn({ run: run.id }, 'background run was lost to another worker');
    else if (signal.aborted && !ended) await releaseRun(database, run, clock.now());
    else await endRun(database, run, clock.now(), failure);
  }

  #contextOf(id: string): Context {
    return { ...this.means, requestId: id.slice(0, 64), actor: SYSTEM };
  }

  /** Batch after batch until the task has no more; false when it was told to stop before. */
  async #batches(task: BackgroundTask, run: ClaimedRun, signal: AbortSignal): Promise<boolean> {
    const context = this.#contextOf(run.id);
    while (!signal.aborted) {
      const started = performance.now();
      if ((await task.run(context, signal)) === 'done') return true;
      // Requests come first: a backlog takes a quarter of the time at most.
      const pause = Math.min(3 * (performance.now() - started), LONGEST_PAUSE_MS);
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
    return false;
  }

  /** Renews the lease while the run lasts. When the database has not heard of us for a whole lease, the run is not ours. */
  #keepAlive(run: ClaimedRun, lost: AbortController): NodeJS.Timeout {
    const { database, clock } = this.means;
    const lease = this.leaseSeconds * 1000;
    let heard = performance.now();
    let asking = false;
    return setInterval(async () => {
      if (performance.now() - heard >= lease) lost.abort();
      if (asking || lost.signal.aborted) return;
      asking = true;
      const asked = performance.now();
      try {
        if (await renewLease(database, run, clock.now(), this.leaseSeconds)) heard = asked;
        else lost.abort();
      } catch {
        // The next beat tries again.
      } finally {
        asking = false;
      }
    }, lease / 3);
  }
}

/**
 * Begins to run tasks, each in its slots, until stopped. Several processes on one database share the slots.
 * @param leaseSeconds how long a worker that gives no sign of life keeps its run
 */
export function startBackground(
  means: Means,
  tasks: readonly BackgroundTask[],
  leaseSeconds = LEASE_SECONDS,
): BackgroundWorker {
  return new Worker(means, tasks, leaseSeconds);
}
