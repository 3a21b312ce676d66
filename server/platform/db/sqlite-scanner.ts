import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Sql } from './dialect';

interface Waiting {
  resolve: (rows: never[]) => void;
  reject: (error: Error) => void;
}

interface Answer {
  id: number;
  rows?: never[];
  error?: string;
}

/** Runs long read-only queries on a SQLite file in a worker thread, started at the first of them. */
export class SqliteScanner {
  #worker: Worker | null = null;
  #next = 1;
  readonly #waiting = new Map<number, Waiting>();

  constructor(private readonly path: string) {}

  /** Rows of a query, in the order of asking. */
  run<Row>(statement: Sql): Promise<Row[]> {
    const worker = this.#start();
    const id = this.#next++;
    return new Promise<never[]>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, sql: statement.sql, values: statement.values });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    // By path from the root of the installation: the bundler leaves this file where it is.
    const worker = new Worker(join(process.cwd(), 'server', 'platform', 'db', 'scan-worker.mjs'), {
      workerData: { path: this.path },
    });
    worker.unref();
    worker.on('message', ({ id, rows, error }: Answer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(rows ?? []);
      else waiting?.reject(new Error(error));
    });
    const fail = (error: Error) => {
      this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('The thread for long queries ended.')));
    this.#worker = worker;
    return worker;
  }
}
