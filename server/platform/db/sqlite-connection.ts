import type { InArgs, InStatement, InValue, ResultSet, Transaction, TransactionMode } from '@libsql/client';
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

/** What the adapter reads of a result; can be sent from a thread. */
export type StatementResult = Pick<ResultSet, 'columns' | 'columnTypes' | 'rows' | 'rowsAffected'>;

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
export class SqliteConnection {
  readonly protocol = 'file';
  closed = false;
  readonly #database: Libsql.Database;
  readonly #prepared = new Map<string, Prepared>();

  /** @param pragmas set beside those that every connection has */
  constructor(path: string, pragmas: readonly string[] = []) {
    this.#database = new Libsql(path);
    for (const pragma of [...PRAGMAS, ...pragmas]) this.#database.exec(`PRAGMA ${pragma}`);
  }

  async execute(statement: InStatement | string, args?: InArgs): Promise<StatementResult> {
    const { sql, values } =
      typeof statement === 'string'
        ? { sql: statement, values: args ?? [] }
        : { sql: statement.sql, values: statement.args ?? [] };
    return this.run(sql, values as InValue[]);
  }

  run(sql: string, values: InValue[]): StatementResult {
    const { statement, columns, columnTypes } = this.#prepare(sql);
    const input = values.map(toInput);
    if (!columns) {
      const { changes } = statement.run(...input);
      return { columns: [], columnTypes: [], rows: [], rowsAffected: changes };
    }
    const rows = statement.all(...input) as ResultSet['rows'];
    return { columns, columnTypes, rows, rowsAffected: 0 };
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
