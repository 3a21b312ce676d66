import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Sql } from './dialect';
import { SqliteThread } from './sqlite-thread';

/** Runs long read-only queries on a SQLite file in a worker thread, started at the first of them. */
export class SqliteScanner {
  readonly #thread: SqliteThread;

  constructor(path: string) {
    const file = join(process.cwd(), 'server', 'platform', 'db', 'scan-worker.mjs');
    this.#thread = new SqliteThread(() => new Worker(file, { workerData: { path } }));
  }

  /** Rows of a query, in the order of asking. */
  run<Row>(statement: Sql): Promise<Row[]> {
    return this.#thread.ask<Row[]>({ sql: statement.sql, values: statement.values });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
