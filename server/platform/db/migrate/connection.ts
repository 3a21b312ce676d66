import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { createConnection } from 'mariadb';
import { Client } from 'pg';
import type { DatabaseKind } from '../dialect';
import { kindOf, sqlitePath } from '../url';

type Row = Record<string, unknown>;

/**
 * One connection of its own for migrations: locks and transactions of the session hold across statements, which a pool
 * cannot promise.
 */
export interface MigrationConnection {
  kind: DatabaseKind;
  /** Whether DDL can be rolled back; not on MySQL and MariaDB. */
  transactional: boolean;
  rows(sql: string, values?: unknown[]): Promise<Row[]>;
  run(sql: string, values?: unknown[]): Promise<void>;
  /** Waits until no other process migrates this database. */
  lock(): Promise<void>;
  unlock(): Promise<void>;
  /** Column names of a table; empty when there is no such table. */
  columns(table: string): Promise<string[]>;
  /** Names of a table's indexes. */
  indexes(table: string): Promise<string[]>;
  close(): Promise<void>;
}

const LOCK_NAME = 'engineroom_migrate';
const LOCK_NUMBER = 7_241_905;
const LOCK_SECONDS = 600;
const CONNECT_TIMEOUT_MS = 3000;

const BUSY_MS = 50;

/** Tries again while another connection writes, giving way in between: that connection may live in this very thread. */
async function whenFree<T>(work: () => T): Promise<T> {
  const deadline = Date.now() + LOCK_SECONDS * 1000;
  for (;;) {
    try {
      return work();
    } catch (error) {
      const busy =
        (error as { code?: string }).code?.startsWith('SQLITE_BUSY') ||
        /database is locked/.test((error as Error).message);
      if (!busy || Date.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, BUSY_MS));
    }
  }
}

async function openSqlite(url: string): Promise<MigrationConnection> {
  const path = sqlitePath(url);
  mkdirSync(dirname(path), { recursive: true });
  const database = new Libsql(path);
  database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  await whenFree(() => database.exec('PRAGMA journal_mode = WAL'));
  const rows = (sql: string, values: unknown[] = []) => whenFree(() => database.prepare(sql).all(...values) as Row[]);
  return {
    kind: 'sqlite',
    transactional: true,
    rows,
    run: async (sql, values = []) => {
      await whenFree(() => (values.length > 0 ? database.prepare(sql).run(...values) : database.exec(sql)));
    },
    // The write lock of BEGIN IMMEDIATE, which the runner takes per migration, is the lock.
    lock: async () => {},
    unlock: async () => {},
    columns: async (table) =>
      (await rows(`SELECT name FROM pragma_table_xinfo('${table}')`)).map((row) => String(row.name)),
    indexes: async (table) =>
      (await rows(`SELECT name FROM pragma_index_list('${table}')`)).map((row) => String(row.name)),
    close: async () => {
      database.close();
    },
  };
}

async function openMysql(url: string): Promise<MigrationConnection> {
  const at = new URL(url);
  const connection = await createConnection({
    host: at.hostname,
    port: Number(at.port || 3306),
    user: decodeURIComponent(at.username),
    password: decodeURIComponent(at.password),
    database: decodeURIComponent(at.pathname.slice(1)),
    connectTimeout: CONNECT_TIMEOUT_MS,
    insertIdAsNumber: true,
    bigIntAsNumber: true,
  });
  const rows = async (sql: string, values: unknown[] = []): Promise<Row[]> =>
    Array.from((await connection.query(sql, values)) as Row[]);
  const names = (sql: string, table: string) =>
    rows(sql, [table]).then((found) => found.map((row) => String(row.name)));
  return {
    kind: 'mysql',
    transactional: false,
    rows,
    run: async (sql, values = []) => {
      await connection.query(sql, values);
    },
    lock: async () => {
      const [row] = await rows(`SELECT GET_LOCK(CONCAT(DATABASE(), '.${LOCK_NAME}'), ${LOCK_SECONDS}) AS held`);
      if (Number(row?.held) !== 1)
        throw new Error('Another process has been migrating this database for more than ten minutes.');
    },
    unlock: async () => {
      await rows(`SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.${LOCK_NAME}')) AS released`);
    },
    columns: (table) =>
      names(
        'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?',
        table,
      ),
    indexes: (table) =>
      names(
        'SELECT DISTINCT index_name AS name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ?',
        table,
      ),
    close: () => connection.end(),
  };
}

async function openPostgresql(url: string): Promise<MigrationConnection> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks while idle must not end the process; the next statement reports it.
  client.on('error', () => {});
  await client.connect();
  const rows = async (sql: string, values: unknown[] = []): Promise<Row[]> => {
    let number = 0;
    return (
      await client.query(
        sql.replace(/\?/g, () => `$${++number}`),
        values,
      )
    ).rows as Row[];
  };
  const names = (sql: string, table: string) =>
    rows(sql, [table]).then((found) => found.map((row) => String(row.name)));
  return {
    kind: 'postgresql',
    transactional: true,
    rows,
    run: async (sql, values = []) => {
      if (values.length > 0) await rows(sql, values);
      else await client.query(sql);
    },
    lock: async () => {
      await client.query(`SELECT pg_advisory_lock(${LOCK_NUMBER})`);
    },
    unlock: async () => {
      await client.query(`SELECT pg_advisory_unlock(${LOCK_NUMBER})`);
    },
    columns: (table) =>
      names(
        'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?',
        table,
      ),
    indexes: (table) =>
      names('SELECT indexname AS name FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ?', table),
    close: () => client.end(),
  };
}

/** Opens the migration connection of the database that a URL names. */
export async function openMigrationConnection(url: string): Promise<MigrationConnection> {
  const kind = kindOf(url);
  if (kind === 'sqlite') return openSqlite(url);
  return kind === 'mysql' ? openMysql(url) : openPostgresql(url);
}
