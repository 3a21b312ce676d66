import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import { PrismaPg } from '@prisma/adapter-pg';
import { AppError } from '../errors';
import { fromWallClock, isoFromWallClock, toWallClock } from '../time-zone';
import { type DatabaseKind, DIALECTS, type Dialect, rawSql, type Sql } from './dialect';
import { isConflict, isFull, isUnavailable } from './failure';
import type { Prisma, PrismaClient } from './generated/sqlite/client';
import { openSqlite } from './sqlite';
import { kindOf, sqlitePath } from './url';

/** A Prisma client, or the one of a running transaction. The three generated clients share this shape. */
export type Queryable = Prisma.TransactionClient;

/** Where to find the database and how its datetime columns are meant. */
export interface DatabaseSettings {
  url: string;
  timeZone: string;
  poolSize: number;
}

/** The open database: its client, what is special in its SQL, and transactions. */
export interface Database {
  kind: DatabaseKind;
  dialect: Dialect;
  client: PrismaClient;
  /** Rows of a query. Counts arrive as bigint. */
  query<Row>(statement: Sql, on?: Queryable): Promise<Row[]>;
  /**
   * Rows of a query that may read much of a table: counts and the like. On SQLite it runs in a thread of its own, since
   * the driver would keep every other request waiting.
   */
  scan<Row>(statement: Sql): Promise<Row[]>;
  /** Runs a statement and tells how many rows it touched. */
  execute(statement: Sql, on?: Queryable): Promise<number>;
  /** All or nothing; tried again when the database gave way to a concurrent writer. */
  transaction<T>(work: (on: Queryable) => Promise<T>): Promise<T>;
  /**
   * As `transaction`, for statements over many rows. On SQLite they run in a thread of its own: this process's other
   * writers wait for their turn, its readers for nothing.
   */
  longTransaction<T>(work: (on: Queryable) => Promise<T>): Promise<T>;
  /** Runs calls of the client so that a database out of reach becomes the error that says so. */
  guard<T>(work: () => Promise<T>): Promise<T>;
  /** Instant → text of a Linkis datetime column, and back; by the configured time zone. */
  toColumnTime(instant: Date): string;
  fromColumnTime(text: string): Date;
  /** ISO text of a column's time; null when there is none or the text names none. */
  isoFromColumnTime(text: string | null): string | null;
  /** What stores remember of this database for a while, by name. Lives here because routes do not share modules. */
  memory: Map<string, unknown>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 2000;

async function makeClient(kind: 'mysql' | 'postgresql', settings: DatabaseSettings): Promise<PrismaClient> {
  if (kind === 'mysql') {
    const url = new URL(settings.url);
    const { PrismaClient: Client } = await import('./generated/mysql/client');
    const adapter = new PrismaMariaDb(
      {
        host: url.hostname,
        port: Number(url.port || 3306),
        user: decodeURIComponent(url.username),
        password: decodeURIComponent(url.password),
        database: decodeURIComponent(url.pathname.slice(1)),
        connectionLimit: settings.poolSize,
        connectTimeout: CONNECT_TIMEOUT_MS,
        acquireTimeout: CONNECT_TIMEOUT_MS + 500,
        minimumIdle: 1,
        idleTimeout: 60,
      },
      { useTextProtocol: true },
    );
    return new Client({ adapter }) as unknown as PrismaClient;
  }
  const { PrismaClient: Client } = await import('./generated/postgresql/client');
  const adapter = new PrismaPg({
    connectionString: settings.url,
    max: settings.poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  return new Client({ adapter }) as unknown as PrismaClient;
}

async function translating<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUnavailable(error)) {
      throw new AppError(
        'database_unavailable',
        'The database does not answer. Nothing was changed; try again in a few seconds.',
        { cause: error, retryAfterSeconds: 5 },
      );
    }
    if (isFull(error)) {
      throw new AppError(
        'storage_full',
        'The disk of the database has no room. Nothing was changed; an administrator can make room, then try again.',
        { cause: error },
      );
    }
    throw error;
  }
}

/** So long an answer to a short query is waited for: who does not answer then has gone without saying so. */
const ANSWER_TIMEOUT_MS = 20_000;

/** Gives up on a database server that keeps a connection open and does not answer. */
async function answered<T>(kind: DatabaseKind, work: () => Promise<T>): Promise<T> {
  if (kind === 'sqlite') return work();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error('The database did not answer in time.'), { code: 'ETIMEDOUT' });
    timer = setTimeout(() => reject(error), ANSWER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Makes PostgreSQL look rows up by index: it reads a whole table instead where it takes it that the first row will do,
 * which is not there any more, or where nobody has counted the table yet.
 */
function byIndexes<T>(kind: DatabaseKind, work: (on: Queryable) => Promise<T>): (on: Queryable) => Promise<T> {
  if (kind !== 'postgresql') return work;
  return async (on) => {
    await on.$executeRaw(rawSql('SET LOCAL enable_seqscan = off'));
    return work(on);
  };
}

const CONFLICT_RETRIES = 5;
const TRANSACTION_TIMEOUT_MS = 30_000;

/** Opens the database that the settings name. Connects lazily: whether it answers shows at the first query. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const kind = kindOf(settings.url);
  const sqlite = kind === 'sqlite' ? await openSqlite(sqlitePath(settings.url)) : null;
  const client = sqlite?.client ?? (await makeClient(kind as Exclude<DatabaseKind, 'sqlite'>, settings));
  // SQLite is always our own and always UTC.
  const zone = kind === 'sqlite' ? 'UTC' : settings.timeZone;

  async function transact<T>(through: PrismaClient, work: (on: Queryable) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await translating(() =>
          through.$transaction(work, { timeout: TRANSACTION_TIMEOUT_MS, maxWait: TRANSACTION_TIMEOUT_MS }),
        );
      } catch (error) {
        if (attempt > CONFLICT_RETRIES || !isConflict(error)) throw error;
        await new Promise((done) => setTimeout(done, Math.random() * 20 * attempt));
      }
    }
  }

  return {
    kind,
    dialect: DIALECTS[kind],
    client,
    query: (statement, on) =>
      sqlite && !on
        ? translating(async () => sqlite.reader.rows(statement))
        : translating(() => answered(kind, async () => (on ?? client).$queryRaw(statement))),
    scan: sqlite
      ? (statement) => translating(() => sqlite.scanner.run(statement))
      : (statement) => translating(() => client.$queryRaw(statement)),
    execute: (statement, on = client) => translating(() => on.$executeRaw(statement)),
    transaction: (work) => transact(client, work),
    longTransaction: (work) =>
      sqlite ? sqlite.writer.use((through) => transact(through, work)) : transact(client, byIndexes(kind, work)),
    guard: (work) => translating(() => answered(kind, work)),
    memory: new Map(),
    toColumnTime: (instant) => toWallClock(instant, zone),
    fromColumnTime: (text) => fromWallClock(text, zone),
    isoFromColumnTime: (text) => isoFromWallClock(text, zone),
    close: async () => {
      sqlite?.reader.close();
      await sqlite?.scanner.close();
      await sqlite?.writer.close();
      await client.$disconnect();
    },
  };
}
