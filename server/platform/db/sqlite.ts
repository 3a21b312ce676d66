import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PrismaClient } from './generated/sqlite/client';
import { SqliteAdapter, SqliteThreadAdapter } from './sqlite-client';
import { SqliteReader } from './sqlite-reader';
import { SqliteScanner } from './sqlite-scanner';
import { WriteQueue } from './write-queue';

/** A thread that nothing was asked of for so long ends and gives its memory back. */
const IDLE_MS = 10_000;

/** The client whose statements run in a thread; there while it is used. */
class WriteThread {
  #client: Promise<PrismaClient> | null = null;
  #users = 0;
  #idle: NodeJS.Timeout | null = null;

  constructor(
    private readonly make: () => PrismaClient,
    /** Told when the thread begins to look after the log of changes, and when it no longer does. */
    private readonly checkpointing: (byThread: boolean) => void,
  ) {}

  async use<T>(work: (through: PrismaClient) => Promise<T>): Promise<T> {
    if (this.#idle) clearTimeout(this.#idle);
    this.#users++;
    try {
      this.#client ??= this.#open();
      return await work(await this.#client);
    } finally {
      if (--this.#users === 0) this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
    }
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    if (!client) return;
    this.checkpointing(false);
    await (await client).$disconnect();
  }

  async #open(): Promise<PrismaClient> {
    this.checkpointing(true);
    return this.make();
  }
}

/** What serves one SQLite file: connections for short statements, for reading much, and for writing much. */
export async function openSqlite(path: string) {
  mkdirSync(dirname(path), { recursive: true });
  const { PrismaClient: Client } = await import('./generated/sqlite/client');
  const queue = new WriteQueue();
  const adapter = new SqliteAdapter(path, queue);
  return {
    client: new Client({ adapter }),
    reader: new SqliteReader(path),
    scanner: new SqliteScanner(path),
    writer: new WriteThread(
      () => new Client({ adapter: new SqliteThreadAdapter(path, queue) }),
      (byThread) => adapter.checkpoints(!byThread),
    ),
  };
}
