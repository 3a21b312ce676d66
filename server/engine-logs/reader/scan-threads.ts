import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '@/server/platform/errors';
import { processWide } from '@/server/platform/memory';
import type { FromThread, ScanJob, ScanJobs, ToThread } from './scan/jobs';

/**
 * Threads that whole logs are read in: half of the processors, so that requests have the others. Jobs of one thread take
 * turns, so that a short one need not wait for a long one.
 */
const THREADS = Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));
/** What a thread holds besides what it reads into; it makes much that is forgotten at once. */
const LIMITS = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 40 };
/** A thread without work ends after this time and gives its memory back. */
const IDLE_MS = 60_000;

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
  progress: ((value: never) => void) | undefined;
}

/** One thread and the work it has. */
class ScanThread {
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  readonly #waiting = new Map<number, Waiting>();

  get load(): number {
    return this.#waiting.size;
  }

  run(message: Exclude<ToThread, { job: 'stop' }>, waiting: Waiting): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    this.#waiting.set(message.id, waiting);
    this.#worker.postMessage(message);
  }

  /** Ends a job: whoever waits for it is told at once, the thread stops at its next block. */
  stop(id: number, reason: Error): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#worker?.postMessage({ id, job: 'stop' } satisfies ToThread);
    waiting.reject(reason);
    // Kept until the thread answers, so that its load is known; nobody listens any more.
    this.#waiting.set(id, { resolve: () => {}, reject: () => {}, progress: undefined });
  }

  #start(): Worker {
    // By path from the root of the installation: the file is bundled beside the others that are generated.
    const path = join(process.cwd(), 'server', 'engine-logs', 'reader', 'generated', 'scan-worker.mjs');
    const worker = new Worker(path, { resourceLimits: LIMITS });
    worker.unref();
    worker.on('message', (message: FromThread) => this.#onMessage(message));
    const fail = (error: Error) => {
      this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('The thread that reads logs ended.')));
    return worker;
  }

  #onMessage(message: FromThread): void {
    const waiting = this.#waiting.get(message.id);
    if (message.kind === 'progress') {
      waiting?.progress?.(message.value as never);
      return;
    }
    this.#waiting.delete(message.id);
    if (message.kind === 'result') waiting?.resolve(message.value as never);
    else waiting?.reject(toError(message));
    if (this.load === 0) this.#restLater();
  }

  #restLater(): void {
    this.#idle = setTimeout(() => {
      const worker = this.#worker;
      this.#worker = null;
      worker?.removeAllListeners();
      void worker?.terminate();
    }, IDLE_MS);
    this.#idle.unref();
  }
}

function toError(message: Extract<FromThread, { kind: 'error' }>): Error {
  if (message.invalid)
    return new AppError('invalid_input', 'The regular expression cannot be understood.', {
      faults: [{ path: 'query', message: message.message }],
    });
  return Object.assign(new Error(message.message), { code: message.code });
}

/** The threads of this process, and the number of the next job. */
function allThreads(): { threads: ScanThread[]; next: number } {
  return processWide('scanThreads', () => ({
    threads: Array.from({ length: THREADS }, () => new ScanThread()),
    next: 1,
  }));
}

/**
 * Has a job done in a thread.
 * @param signal ends the job; the promise is then rejected with the signal's reason
 * @throws AppError invalid_input for a regular expression that cannot be understood; Error of the file system
 */
export function scan<Job extends ScanJob>(
  job: Job,
  input: ScanJobs[Job]['input'],
  signal?: AbortSignal,
  progress?: (value: ScanJobs[Job]['progress']) => void,
): Promise<ScanJobs[Job]['result']> {
  signal?.throwIfAborted();
  const state = allThreads();
  const id = state.next++;
  const thread = state.threads.reduce((best, other) => (other.load < best.load ? other : best));
  const stop = () => thread.stop(id, signal?.reason instanceof Error ? signal.reason : new Error('stopped'));
  const work = new Promise<ScanJobs[Job]['result']>((resolve, reject) => {
    thread.run({ id, job, input } as Exclude<ToThread, { job: 'stop' }>, { resolve, reject, progress });
    signal?.addEventListener('abort', stop, { once: true });
  });
  return work.finally(() => signal?.removeEventListener('abort', stop));
}
