import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Client, InStatement, Transaction } from '@libsql/client';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { SqliteConnection, type StatementResult } from './sqlite-connection';
import { SqliteThread } from './sqlite-thread';
import type { WriteQueue } from './write-queue';
import type { WriteRequest } from './write-worker';

type Adapter = Awaited<ReturnType<PrismaLibSql['connect']>>;

const WRITES = /^\s*(INSERT|UPDATE|DELETE|REPLACE|WITH)\b/i;

/**
 * Makes an adapter wait its turn before it writes: SQLite lets one writer in at a time, and a connection that waits for
 * another's lock keeps its whole thread waiting.
 */
function takingTurns(adapter: Adapter, queue: WriteQueue): Adapter {
  const { queryRaw, executeRaw, executeScript, startTransaction } = adapter;
  adapter.queryRaw = (query) => {
    const run = () => queryRaw.call(adapter, query);
    return WRITES.test(query.sql) ? queue.run(run) : run();
  };
  adapter.executeRaw = (query) => queue.run(() => executeRaw.call(adapter, query));
  adapter.executeScript = (script) => queue.run(() => executeScript.call(adapter, script));
  adapter.startTransaction = async (level) => {
    const leave = await queue.enter();
    try {
      const transaction = await startTransaction.call(adapter, level);
      const { commit, rollback } = transaction;
      transaction.commit = () => commit.call(transaction).finally(leave);
      transaction.rollback = () => rollback.call(transaction).finally(leave);
      return transaction;
    } catch (error) {
      leave();
      throw error;
    }
  };
  return adapter;
}

/** Prisma's adapter for one SQLite file, over `SqliteConnection`. */
export class SqliteAdapter extends PrismaLibSql {
  #connection: SqliteConnection | null = null;

  constructor(
    private readonly path: string,
    private readonly queue: WriteQueue,
  ) {
    super({ url: `file:${path}` });
  }

  override async connect(): Promise<Adapter> {
    return takingTurns(await super.connect(), this.queue);
  }

  override createClient(): Client {
    this.#connection = new SqliteConnection(this.path);
    return this.#connection as unknown as Client;
  }

  /** Whether commits of this connection also put what was logged into the file; else somebody else does. */
  checkpoints(itself: boolean): void {
    this.#connection?.run(`PRAGMA wal_autocheckpoint = ${itself ? 1000 : 0}`, []);
  }
}

/** A connection in a thread of its own, behind the interface that Prisma's libsql adapter uses. */
class ThreadConnection {
  readonly protocol = 'file';
  closed = false;
  readonly #thread: SqliteThread;

  constructor(path: string) {
    const file = join(process.cwd(), 'server', 'platform', 'db', 'generated', 'write-worker.mjs');
    this.#thread = new SqliteThread(() => new Worker(file, { workerData: { path } }));
  }

  execute(statement: InStatement): Promise<StatementResult> {
    return this.#ask({ statement });
  }

  async transaction(): Promise<Transaction> {
    await this.#ask({ bound: 'begin' });
    const transaction = {
      execute: (statement: InStatement) => this.execute(statement),
      commit: () => this.#ask({ bound: 'commit' }),
      rollback: () => this.#ask({ bound: 'rollback' }),
      close: () => this.#ask({ bound: 'rollback' }),
      closed: false,
    };
    return transaction as unknown as Transaction;
  }

  close(): void {
    this.closed = true;
    void this.#thread.close();
  }

  #ask<Value>(request: WriteRequest): Promise<Value> {
    return this.#thread.ask<Value>(request);
  }
}

/** Prisma's adapter for one SQLite file, whose statements run in a thread of their own. */
export class SqliteThreadAdapter extends PrismaLibSql {
  constructor(
    private readonly path: string,
    private readonly queue: WriteQueue,
  ) {
    super({ url: `file:${path}` });
  }

  override async connect(): Promise<Adapter> {
    return takingTurns(await super.connect(), this.queue);
  }

  override createClient(): Client {
    return new ThreadConnection(this.path) as unknown as Client;
  }
}
