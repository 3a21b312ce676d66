import Libsql from 'libsql';
import { keepRecent } from '../memory';
import type { Sql } from './dialect';

const PRAGMAS = ['busy_timeout = 10000', 'cache_size = -32768', 'mmap_size = 268435456', 'query_only = ON'];
const CACHED_STATEMENTS = 200;

interface Prepared {
  statement: Libsql.Statement<unknown[]>;
  columns: { name: string; isTime: boolean }[];
}

/**
 * Runs short read-only queries on a SQLite file, on a connection of its own: they see what is committed and never wait
 * for a transaction that writes, and rows come without a detour through the client's representation of them.
 */
export class SqliteReader {
  #database: Libsql.Database | null = null;
  readonly #prepared = new Map<string, Prepared>();

  constructor(private readonly path: string) {}

  /** Rows of a query; what columns of type DATETIME hold comes as Date. */
  rows<Row>({ sql, values }: Sql): Row[] {
    const { statement, columns } = this.#prepare(sql);
    const found = statement.all(...values.map((value) => (value instanceof Date ? value.toISOString() : value)));
    return (found as unknown[][]).map((cells) => {
      const row: Record<string, unknown> = {};
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index] as Prepared['columns'][number];
        const cell = cells[index];
        row[column.name] = column.isTime && cell !== null ? new Date(cell as string | number) : cell;
      }
      return row as Row;
    });
  }

  close(): void {
    this.#prepared.clear();
    this.#database?.close();
    this.#database = null;
  }

  #open(): Libsql.Database {
    if (this.#database) return this.#database;
    const database = new Libsql(this.path);
    for (const pragma of PRAGMAS) database.exec(`PRAGMA ${pragma}`);
    this.#database = database;
    return database;
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#open().prepare(sql);
    statement.raw(true);
    const columns = statement.columns().map(({ name, type }) => ({ name, isTime: type === 'DATETIME' }));
    const prepared = { statement, columns };
    keepRecent(this.#prepared, sql, prepared, CACHED_STATEMENTS);
    return prepared;
  }
}
