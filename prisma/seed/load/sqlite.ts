import Libsql from 'libsql';
import { sqlitePath } from '@/server/platform/db/url';
import { type ColumnValue, RECORD_COLUMNS, RECORD_TABLE } from '../record';
import type { BulkLoader } from './loader';
import { take } from './text-rows';

const ROWS_A_STATEMENT = 100;
const ROWS_A_TRANSACTION = 50_000;

/**
 * SQLite: multi-row inserts in large transactions. The file is not forced to disk until the end, since a crash only
 * costs a run of this program; a large cache keeps the indexes' random pages from being written again and again.
 */
export function openSqliteLoader(url: string): BulkLoader {
  const database = new Libsql(sqlitePath(url));
  const pragmas = ['busy_timeout = 10000', 'synchronous = OFF', 'cache_size = -1048576', 'temp_store = MEMORY'];
  for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`);
  const insert = (rows: number) =>
    database.prepare(
      `INSERT INTO ${RECORD_TABLE} (${RECORD_COLUMNS.join(', ')}) VALUES ${Array(rows)
        .fill(`(${RECORD_COLUMNS.map(() => '?').join(', ')})`)
        .join(', ')}`,
    );
  return {
    countRecords: async () => (database.prepare(`SELECT COUNT(*) AS n FROM ${RECORD_TABLE}`).get() as { n: number }).n,
    load: async (rows, progress) => {
      const source = rows[Symbol.iterator]();
      const full = insert(ROWS_A_STATEMENT);
      let done = 0;
      for (;;) {
        database.exec('BEGIN IMMEDIATE');
        const before = done;
        while (done - before < ROWS_A_TRANSACTION) {
          const some: ColumnValue[][] = [...take(source, ROWS_A_STATEMENT)];
          if (some.length === 0) break;
          (some.length === ROWS_A_STATEMENT ? full : insert(some.length)).run(...some.flat());
          done += some.length;
        }
        database.exec('COMMIT');
        progress(done);
        if (done - before < ROWS_A_TRANSACTION) return;
      }
    },
    run: async (statement) => {
      database.exec(statement);
    },
    analyze: async () => {
      database.exec('ANALYZE');
    },
    close: async () => {
      database.exec('PRAGMA synchronous = FULL');
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
    },
  };
}
