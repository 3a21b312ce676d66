import type { Worker } from 'node:worker_threads';

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

/** What a thread answers. */
export interface ThreadAnswer {
  id: number;
  value?: unknown;
  error?: { message: string; code?: string; rawCode?: number };
}

/** A worker thread with a connection of its own to a SQLite file; started at the first request to it. */
export class SqliteThread {
  #worker: Worker | null = null;
  #next = 1;
  readonly #waiting = new Map<number, Waiting>();

  /** @param make starts it; the caller spells out the file, which the bundler must be able to read there */
  constructor(private readonly make: () => Worker) {}

  /** What the thread makes of a request; requests are served in the order of asking. */
  ask<Value>(request: object): Promise<Value> {
    const worker = this.#start();
    const id = this.#next++;
    return new Promise<Value>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ ...request, id });
    });
  }

  /** Ends the thread after what was asked of it: the driver does not survive being stopped in the middle. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (!worker) return;
    const ended = new Promise<void>((done) => worker.once('exit', () => done()));
    // Somebody waits for it now.
    worker.ref();
    worker.postMessage({ close: true });
    await ended;
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = this.make();
    worker.unref();
    worker.on('message', ({ id, value, error }: ThreadAnswer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(Object.assign(new Error(error.message), error));
      else waiting?.resolve(value as never);
    });
    const fail = (error: Error) => {
      if (this.#worker === worker) this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('The thread of the database ended.')));
    this.#worker = worker;
    return worker;
  }
}
