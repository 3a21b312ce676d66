import { Readable } from 'node:stream';
import { createConnection } from 'mariadb';
import { RECORD_COLUMNS, RECORD_TABLE } from '../record';
import type { BulkLoader } from './loader';
import { take, textChunks } from './text-rows';

/** The driver gathers what it sends of one statement in memory and must stay below the server's largest packet (16 MB). */
const ROWS_A_STATEMENT = 10_000;

/** MySQL and MariaDB: LOAD DATA LOCAL INFILE, fed from memory. The server must allow it (`local_infile`). */
export async function openMysqlLoader(url: string): Promise<BulkLoader> {
  const at = new URL(url);
  let source = Readable.from([]);
  const connection = await createConnection({
    host: at.hostname,
    port: Number(at.port || 3306),
    user: decodeURIComponent(at.username),
    password: decodeURIComponent(at.password),
    database: decodeURIComponent(at.pathname.slice(1)),
    charset: 'utf8mb4',
    bigIntAsNumber: true,
    permitLocalInfile: true,
    infileStreamFactory: () => source,
  });
  const statement = `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${RECORD_TABLE} CHARACTER SET utf8mb4 (${RECORD_COLUMNS.join(', ')})`;
  return {
    countRecords: async () => {
      const rows = (await connection.query(`SELECT COUNT(*) AS n FROM ${RECORD_TABLE}`)) as { n: number }[];
      return Number(rows[0]?.n ?? 0);
    },
    load: async (rows, progress) => {
      const iterator = rows[Symbol.iterator]();
      for (let done = 0; ; ) {
        let some = 0;
        source = Readable.from(
          textChunks(take(iterator, ROWS_A_STATEMENT), (count) => {
            some = count;
            progress(done + count);
          }),
        );
        await connection.query(statement);
        done += some;
        if (some < ROWS_A_STATEMENT) return;
      }
    },
    run: async (text) => {
      await connection.query(text);
    },
    analyze: async () => {
      await connection.query(`ANALYZE TABLE ${RECORD_TABLE}`);
    },
    close: () => connection.end(),
  };
}
