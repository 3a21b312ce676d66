import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineRecordListQuerySchema } from '@/contracts/engine-history';
import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { contextFor } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { engineRecordFacets, findEngineRecords, findSimilarEngines, getEngineRecord } from '../service';

const TABLE = 'linkis_cg_ec_resource_info_record';
const ROWS = 20_000;

/** Every filter and order that is offered, by itself, and some together. */
const QUERIES: Record<string, string | string[]>[] = [
  {},
  { status: 'Failed' },
  { status: ['Failed', 'Running'] },
  { engineType: 'spark' },
  { engineVersion: '3.2.1' },
  { user: 'user3' },
  { creator: 'IDE' },
  { ecm: 'bdp001:9102' },
  { instance: 'bdp001:38001' },
  { instancePart: 'bdp00' },
  { instancePart: 'bdp' },
  { instancePart: 'bdp001:380' },
  { instancePart: 'bdp001:3' },
  { instancePart: ':3' },
  { instancePart: ':38001' },
  { instancePart: '38001' },
  { ticket: 'ticket-000123' },
  { label: 'IDE,spark' },
  { from: '2026-05-01T00:00:00Z', to: '2026-05-01T10:00:00Z' },
  { timeField: 'usedTime', from: '2026-05-01T00:00:00Z', to: '2026-05-01T00:10:00Z' },
  { timeField: 'releaseTime', sort: 'releaseTime', from: '2026-05-01T00:00:00Z' },
  { sort: 'usedTime' },
  { sort: 'releaseTime', order: 'asc' },
  { order: 'asc' },
  { user: 'user3', status: 'Failed' },
  { user: 'user3', status: ['Failed', 'Success'], order: 'asc' },
  { user: 'user3', status: ['Failed', 'Success'], sort: 'usedTime' },
  { engineType: 'spark', engineVersion: '3.2.1', user: 'user3', status: 'Failed' },
  { status: 'Success', sort: 'usedTime' },
];

async function fill(database: Database): Promise<void> {
  const start = Date.UTC(2026, 4, 1);
  for (let from = 0; from < ROWS; from += 1000) {
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

/** Steps that read the whole table without an index. */
function fullScans(kind: Database['kind'], plan: string[]): string[] {
  if (kind === 'sqlite')
    return plan.filter((step) => step.startsWith(`SCAN ${TABLE}`) && !/USING (COVERING )?INDEX/.test(step));
  if (kind === 'postgresql') return plan.filter((step) => step.includes(`Seq Scan on ${TABLE}`));
  return plan.filter((step) => new RegExp(`^(${TABLE}|r) ALL `).test(step));
}

describe.each(KINDS)('plans of searching on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  const asked: Sql[] = [];

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    await fill(opened.database);
  });
  afterAll(() => opened.drop());

  async function expectNoFullScan(work: (database: Database) => Promise<unknown>): Promise<void> {
    asked.length = 0;
    const listening: Database = {
      ...opened.database,
      query: (statement, on) => {
        asked.push(statement);
        return opened.database.query(statement, on);
      },
    };
    await work(listening);
    expect(asked.length).toBeGreaterThan(0);
    for (const statement of asked) {
      const plan = await planOf(opened.database, statement);
      expect({ scans: fullScans(kind, plan), plan: fullScans(kind, plan).length > 0 ? plan : [] }).toEqual({
        scans: [],
        plan: [],
      });
    }
  }

  it.each(QUERIES)('%j reads by index', async (query) => {
    const parsed = engineRecordListQuerySchema.parse(query);
    await expectNoFullScan(async (database) => {
      const page = await findEngineRecords(contextFor(database), parsed);
      if (page.nextCursor) await findEngineRecords(contextFor(database), { ...parsed, cursor: page.nextCursor });
    });
  });

  it('so do detail, similar engines and the choices of filters', async () => {
    await expectNoFullScan((database) => getEngineRecord(contextFor(database), 'ticket-00000123'));
    await expectNoFullScan((database) => findSimilarEngines(contextFor(database), 'ticket-00000123'));
    await expectNoFullScan((database) => engineRecordFacets(contextFor(database)));
  });
});
