import type { Client, InArgs, InStatement, InValue, ResultSet, Transaction, TransactionMode } from '@libsql/client';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import Libsql from 'libsql';
import { keepRecent } from '../memory';

const PRAGMAS = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'busy_timeout = 10000',
  'cache_size = -8192',
  'temp_store = MEMORY',
  'foreign_keys = ON',
];
const CACHED_STATEMENTS = 200;

interface Prepared {
  statement: Libsql.Statement<unknown[]>;
  columns: string[] | null;
  columnTypes: string[];
}

function toInput(value: InValue | undefined): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  return value;
}

/**
 * One SQLite connection behind the interface that Prisma's libsql adapter uses. The driver's own client opens a fresh
 * connection after every interactive transaction, which loses the pragmas, and prepares every statement anew; this
 * keeps one connection with its pragmas and the statements it has seen. Write transactions begin IMMEDIATE, so that
 * they wait for their turn instead of failing in the middle. The adapter lets nobody else in while a transaction runs.
 */
class SqliteConnection {
  readonly protocol = 'file';
  closed = false;
  readonly #database: Libsql.Database;
  readonly #prepared = new Map<string, Prepared>();

  constructor(path: string) {
    this.#database = new Libsql(path);
    for (const pragma of PRAGMAS) this.#database.exec(`PRAGMA ${pragma}`);
  }

  async execute(statement: InStatement | string, args?: InArgs): Promise<ResultSet> {
    const { sql, values } =
      typeof statement === 'string'
        ? { sql: statement, values: args ?? [] }
        : { sql: statement.sql, values: statement.args ?? [] };
    return this.run(sql, values as InValue[]);
  }

  run(sql: string, values: InValue[]): ResultSet {
    const { statement, columns, columnTypes } = this.#prepare(sql);
    const input = values.map(toInput);
    if (!columns) {
      const { changes } = statement.run(...input);
      return {
        columns: [],
        columnTypes: [],
        rows: [],
        rowsAffected: changes,
        lastInsertRowid: undefined,
        toJSON: () => null,
      };
    }
    const rows = statement.all(...input) as ResultSet['rows'];
    return { columns, columnTypes, rows, rowsAffected: 0, lastInsertRowid: undefined, toJSON: () => null };
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    const prepared: Prepared = { statement, columns: null, columnTypes: [] };
    if (statement.reader) {
      statement.raw(true);
      prepared.columns = statement.columns().map((column) => column.name);
      prepared.columnTypes = statement.columns().map((column) => column.type ?? '');
    }
    keepRecent(this.#prepared, sql, prepared, CACHED_STATEMENTS);
    return prepared;
  }

  async transaction(_mode?: TransactionMode): Promise<Transaction> {
    this.#database.exec('BEGIN IMMEDIATE');
    const end = (sql: string) => {
      if (this.#database.inTransaction) this.#database.exec(sql);
    };
    const transaction = {
      execute: (statement: InStatement) => this.execute(statement),
      commit: async () => end('COMMIT'),
      rollback: async () => end('ROLLBACK'),
      close: () => end('ROLLBACK'),
      closed: false,
    };
    return transaction as unknown as Transaction;
  }

  async executeMultiple(sql: string): Promise<void> {
    this.#database.exec(sql);
  }

  close(): void {
    this.closed = true;
    this.#prepared.clear();
    this.#database.close();
  }
}

/** Prisma's adapter for one SQLite file, over `SqliteConnection`. */
export class SqliteAdapter extends PrismaLibSql {
  constructor(private readonly path: string) {
    super({ url: `file:${path}` });
  }

  override createClient(): Client {
    return new SqliteConnection(this.path) as unknown as Client;
  }
}
