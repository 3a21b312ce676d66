import { expect } from 'vitest';
import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';

const TABLE = 'linkis_cg_ec_resource_info_record';

/** Fills the history with so many engines (a multiple of 1,000) and lets the database count them. */
export async function fillRecords(database: Database, count: number): Promise<void> {
  const start = Date.UTC(2026, 4, 1);
  for (let from = 0; from < count; from += 1000) {
    const rows = Array.from({ length: 1000 }, (_, offset) => {
      const index = from + offset;
      const time = (ms: number) =>
        database.dialect.timeValue(database.toColumnTime(new Date(start + index * 7000 + ms)));
      const status = index % 20 === 0 ? 'Failed' : index % 500 === 1 ? 'Running' : 'Success';
      const host = `bdp${String(index % 40).padStart(3, '0')}`;
      return sql`(${`ticket-${String(index).padStart(8, '0')}`}, ${`user${index % 30}-${index % 3 ? 'IDE' : 'CLI'},${index % 2 ? 'spark-3.2.1' : 'hive-3.1.3'}`}, ${`user${index % 30}`}, ${`${host}:${38000 + (index % 5000)}`}, ${`${host}:9102`}, ${status}, ${time(0)}, ${time(30_000)}, ${time(600_000)})`;
    });
    await database.execute(
      sql`INSERT INTO ${rawSql(TABLE)} (ticket_id, label_value, create_user, service_instance, ecm_instance, status, create_time, used_time, release_time) VALUES ${joinSql(rows)}`,
    );
  }
  await database
    .execute(rawSql(database.kind === 'mysql' ? `ANALYZE TABLE ${TABLE}` : `ANALYZE ${TABLE}`))
    .catch(() => {});
}

/** The plan of a statement as text, one step a line. */
async function planOf(database: Database, statement: Sql): Promise<string[]> {
  if (database.kind === 'sqlite')
    return (await database.query<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${statement}`)).map((row) => row.detail);
  if (database.kind === 'mysql') {
    const rows = await database.query<Record<string, unknown>>(sql`EXPLAIN ${statement}`);
    return rows.map((row) => `${row.table} ${row.type} ${row.key} ${row.Extra}`);
  }
  // PostgreSQL reads a table of this size whole where it costs little; asked not to, it shows whether an index would do.
  return database.transaction(async (on) => {
    await database.execute(sql`SET LOCAL enable_seqscan = off`, on);
    const rows = await database.query<Record<string, unknown>>(sql`EXPLAIN ${statement}`, on);
    return rows.map((row) => String(row['QUERY PLAN']));
  });
}

/** Steps that read one of the tables whole, without an index. */
function fullScans(kind: Database['kind'], plan: string[], tables: readonly string[]): string[] {
  const names = tables.join('|');
  if (kind === 'sqlite')
    return plan.filter((step) => new RegExp(`^SCAN (${names})`).test(step) && !/USING (COVERING )?INDEX/.test(step));
  if (kind === 'postgresql') return plan.filter((step) => new RegExp(`Seq Scan on (${names})`).test(step));
  return plan.filter((step) => new RegExp(`^(${names}|r) ALL `).test(step));
}

/** Fails when a query or statement of the work reads one of the tables whole. */
export async function expectReadsByIndex(
  database: Database,
  tables: readonly string[],
  work: (database: Database) => Promise<unknown>,
): Promise<void> {
  const asked: Sql[] = [];
  const listening: Database = {
    ...database,
    query: (statement, on) => {
      asked.push(statement);
      return database.query(statement, on);
    },
    execute: (statement, on) => {
      // Of an insert MySQL explains the table itself, as if all of it were read.
      if (!/^\s*INSERT/.test(statement.sql)) asked.push(statement);
      return database.execute(statement, on);
    },
  };
  await work(listening);
  expect(asked.length).toBeGreaterThan(0);
  for (const statement of asked) {
    const plan = await planOf(database, statement);
    const scans = fullScans(database.kind, plan, tables);
    expect({ scans, plan: scans.length > 0 ? plan : [] }).toEqual({ scans: [], plan: [] });
  }
}
