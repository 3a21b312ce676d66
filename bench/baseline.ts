import { type ColumnValue, columnValues, RECORD_COLUMNS } from '@/prisma/seed/record';
import { SCENARIOS } from '@/prisma/seed/scenarios';
import { type MigrationConnection, openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { toWallClock } from '@/server/platform/time-zone';
import { type MeasuredDatabase, numberOf, RECORDS, withConnection } from './databases';
import { percentile } from './figure';

const STOCK = 'er_bench_stock_record';
const RUNS = 5;
const COLUMNS = RECORD_COLUMNS.join(', ');

async function makeStockTable(connection: MigrationConnection): Promise<void> {
  if ((await connection.columns(STOCK)).length > 0) return;
  const { kind } = connection;
  if (kind === 'mysql') await connection.run(`CREATE TABLE ${STOCK} AS SELECT id, ${COLUMNS} FROM ${RECORDS}`);
  else await connection.run(`CREATE TABLE ${STOCK} AS SELECT id, ${COLUMNS} FROM ${RECORDS} ORDER BY id`);
  if (kind === 'sqlite') await connection.run(`CREATE UNIQUE INDEX ${STOCK}_id ON ${STOCK} (id)`);
  else await connection.run(`ALTER TABLE ${STOCK} ADD PRIMARY KEY (id)`);
  await connection.run(`CREATE UNIQUE INDEX ${STOCK}_tid_lv ON ${STOCK} (ticket_id, label_value)`);
  await connection.run(`CREATE INDEX ${STOCK}_tid ON ${STOCK} (ticket_id)`);
  const lookup = `INDEX ${STOCK}_instance ON ${STOCK} (service_instance, status, create_user, create_time)`;
  // Unique in Linkis; real rows may already break that.
  await connection.run(`CREATE UNIQUE ${lookup}`).catch(() => connection.run(`CREATE ${lookup}`));
  // What was just written must not lie in front of the pages that are measured.
  if (kind === 'sqlite') await connection.rows('PRAGMA wal_checkpoint(TRUNCATE)');
  await connection.run(kind === 'mysql' ? `ANALYZE TABLE ${STOCK}` : `ANALYZE ${STOCK}`);
}

/**
 * Milliseconds that Linkis' own two statements for a page take on Linkis' own table, without our indexes: the count and
 * the page, both over a range of create time.
 */
export async function stockPage({ url }: MeasuredDatabase): Promise<{ p50: number; p95: number }> {
  return withConnection(url, async (connection) => {
    await makeStockTable(connection);
    const range = ['2000-01-01 00:00:00', toWallClock(new Date(), 'UTC')];
    const time = connection.kind === 'postgresql' ? 'CAST(? AS timestamp)' : '?';
    const where = `WHERE create_time BETWEEN ${time} AND ${time}`;
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const started = performance.now();
      await numberOf(connection, `SELECT COUNT(*) FROM ${STOCK} ${where}`, range);
      await connection.rows(`SELECT * FROM ${STOCK} ${where} ORDER BY create_time DESC LIMIT 50`, range);
      times.push(performance.now() - started);
    }
    return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
  });
}

const BARE = 'er_bench_bare_record';
const ROWS = 20_000;
const ROWS_A_TRANSACTION = 1000;

function someRows(): ColumnValue[][] {
  const toColumnTime = (instant: Date) => toWallClock(instant, 'UTC');
  const scenario = SCENARIOS.find(({ name }) => name === 'million');
  const records = scenario?.records({ now: Date.now(), records: ROWS, run: 'bare', toColumnTime }) ?? [];
  return Array.from(records, (record) => columnValues(record, toColumnTime));
}

/** Rows a second that the driver alone stores in a table without indexes, a thousand in a statement and transaction. */
export async function bareInserts({ url }: MeasuredDatabase): Promise<number> {
  const connection = await openMigrationConnection(url);
  try {
    await connection.run(`DROP TABLE IF EXISTS ${BARE}`);
    await connection.run(`CREATE TABLE ${BARE} AS SELECT ${COLUMNS} FROM ${RECORDS} WHERE 1 = 0`);
    if (connection.kind === 'sqlite') await connection.run('PRAGMA synchronous = FULL');
    const rows = someRows();
    const row = `(${RECORD_COLUMNS.map((column) => (connection.kind === 'postgresql' && column.endsWith('_time') ? 'CAST(? AS timestamp)' : '?')).join(', ')})`;
    const started = performance.now();
    for (let at = 0; at < rows.length; at += ROWS_A_TRANSACTION) {
      const some = rows.slice(at, at + ROWS_A_TRANSACTION);
      await connection.run(`INSERT INTO ${BARE} (${COLUMNS}) VALUES ${some.map(() => row).join(', ')}`, some.flat());
    }
    const rate = rows.length / ((performance.now() - started) / 1000);
    await connection.run(`DROP TABLE ${BARE}`);
    return rate;
  } finally {
    await connection.close();
  }
}
