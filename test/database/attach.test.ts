import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineRecordListQuerySchema } from '@/contracts/engine-history';
import { findEngineRecords, getEngineRecord } from '@/server/engine-history/service';
import { type Database, openDatabase } from '@/server/platform/db/database';
import { type MigrationConnection, openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { migrate, splitStatements } from '@/server/platform/db/migrate/runner';
import { makeLogger } from '@/server/platform/log/logger';
import { contextFor } from '../setup/context';
import { KINDS, makeEmptyDatabase, OTHER_KINDS, onServer, stockSql, type TestDatabase } from '../setup/databases';

/** The history table as Linkis makes it, with the unique key that its newer versions add. */
const TABLE = {
  mysql: `CREATE TABLE linkis_cg_ec_resource_info_record (
    id INT(20) NOT NULL AUTO_INCREMENT, label_value VARCHAR(255) NOT NULL, create_user VARCHAR(128) NOT NULL,
    service_instance VARCHAR(128) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL, ecm_instance VARCHAR(128) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,
    ticket_id VARCHAR(100) NOT NULL, status VARCHAR(50) DEFAULT NULL, log_dir_suffix VARCHAR(128) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,
    request_times INT(8), request_resource VARCHAR(1020), used_times INT(8), used_resource VARCHAR(1020), metrics TEXT, release_times INT(8), released_resource VARCHAR(1020),
    release_time DATETIME, used_time DATETIME, create_time DATETIME DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (id), KEY idx_ticket_id (ticket_id),
    UNIQUE KEY uniq_tid_lv (ticket_id, label_value), UNIQUE KEY uniq_sinstance_status_cuser_ctime (service_instance, status, create_user, create_time)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
  postgresql: `CREATE TABLE linkis_cg_ec_resource_info_record (
    id SERIAL PRIMARY KEY, label_value VARCHAR(128) NOT NULL, create_user VARCHAR(128) NOT NULL, service_instance VARCHAR(128), ecm_instance VARCHAR(128),
    ticket_id VARCHAR(36) NOT NULL, status VARCHAR(50), log_dir_suffix VARCHAR(128), request_times INT, request_resource VARCHAR(1020), used_times INT, used_resource VARCHAR(1020),
    metrics TEXT, release_times INT, released_resource VARCHAR(1020), release_time TIMESTAMP, used_time TIMESTAMP, create_time TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT uniq_tid_lv UNIQUE (ticket_id, label_value))`,
};

/** The odd rows that Linkis is known to write. */
const ODD_ROWS = [
  [
    't-uuid',
    'hadoop-IDE,spark-3.2.1',
    'hadoop',
    't-uuid',
    'Starting',
    '{"driver":{"instance":1,"memory":"2.0 GB","cpu":1}, "yarn":null}',
  ],
  [
    't-status',
    'hadoop-IDE,hive-3.1.3',
    'hadoop',
    'h:1',
    null,
    '{"memory":2147483648,"cores":1,"instances":1,"instance":1}',
  ],
  ['t-negative', 'hadoop-IDE,hive-3.1.3', 'hadoop', 'h:2', 'Success', '{"instance":-1,"memory":"-2.0 GB","cpu":-1}'],
  ['t-label', 'hadoop-IDE', 'hadoop', 'h:3', 'Success', 'Special:{a=1}'],
  ['t-blank', '', 'hadoop', null, '', ''],
] as const;

describe.each(OTHER_KINDS)('attached to the tables of Linkis on %s', (kind) => {
  let made: TestDatabase;
  let database: Database;
  let connection: MigrationConnection;
  const insert = (row: readonly (string | null)[], time: string) =>
    connection.run(
      'INSERT INTO linkis_cg_ec_resource_info_record (ticket_id, label_value, create_user, service_instance, status, request_resource, create_time) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [...row, time],
    );
  const shown = async () =>
    (await findEngineRecords(contextFor(database), engineRecordListQuerySchema.parse({ pageSize: '200' }))).items;

  beforeAll(async () => {
    made = await makeEmptyDatabase(kind);
    connection = await openMigrationConnection(made.url);
    await connection.run(TABLE[kind as keyof typeof TABLE]);
    for (const [index, row] of ODD_ROWS.entries()) await insert(row, `2026-05-06 10:20:0${index}`);
    await migrate(made.url, process.cwd(), makeLogger('silent'));
    database = await openDatabase({ url: made.url, timeZone: 'Asia/Shanghai', poolSize: 4 });
  });
  afterAll(async () => {
    await database?.close();
    await connection?.close();
    await made?.drop();
  });

  it('shows the rows that were there, odd ones too, in the configured time zone', async () => {
    const items = await shown();
    expect(items.map((item) => item.ticketId)).toEqual(ODD_ROWS.map(([ticket]) => ticket).reverse());
    expect(items.map((item) => [item.instance, item.status, item.engineType])).toEqual([
      [null, null, null],
      ['h:3', 'Success', null],
      ['h:2', 'Success', 'hive'],
      ['h:1', null, 'hive'],
      [null, 'Starting', 'spark'],
    ]);
    expect(items[2]?.requestedResource?.memoryBytes).toBe(-2 * 1024 ** 3);
    expect(items[1]?.requestedResource).toMatchObject({ readable: false, raw: 'Special:{a=1}' });
    expect(items[0]?.createTime).toBe('2026-05-06T02:20:04.000Z');
  });

  it('lets Linkis go on: its statements work, and what it writes shows up', async () => {
    await insert(['t-new', 'alice-IDE,python-python2', 'alice', 't-new', 'Starting', null], '2026-05-06 11:00:00');
    await connection.run(
      "UPDATE linkis_cg_ec_resource_info_record SET service_instance = 'bdp001:38701', status = 'Running', used_times = 1, used_time = '2026-05-06 11:00:30' WHERE ticket_id = 't-new'",
    );
    expect(await getEngineRecord(contextFor(database), 't-new')).toMatchObject({
      instance: 'bdp001:38701',
      status: 'Running',
      engineType: 'python',
      engineVersion: 'python2',
      creator: 'IDE',
      usedTime: '2026-05-06T03:00:30.000Z',
    });
    await connection.run("DELETE FROM linkis_cg_ec_resource_info_record WHERE ticket_id = 't-new'");
    expect(await shown()).toHaveLength(ODD_ROWS.length);
  });
});

/** Columns that hold more than before: files beyond 2 GiB, names of users as long as elsewhere, keywords of long names. */
const WIDENED = {
  'linkis_ps_bml_resources_version.size': 'bigint(20)',
  'linkis_ps_bml_resources_task.submit_user': 'varchar(128)',
  'linkis_ps_cs_context_map.keywords': 'text',
};

describe.runIf(KINDS.includes('mysql') && stockSql('stock-tables.sql') !== null)(
  'attached to a recorded installation',
  () => {
    it('leaves every table and row of it as it was, but for three wider columns', async () => {
      const made = await makeEmptyDatabase('mysql');
      const name = new URL(made.url).pathname.slice(1);
      try {
        await onServer('mysql', splitStatements(stockSql('stock-tables.sql') ?? ''), name);
        await onServer('mysql', splitStatements(stockSql('fixture-ec-small.sql') ?? ''), name);
        const connection = await openMigrationConnection(made.url);
        const columns = () =>
          connection.rows(
            "SELECT CONCAT(table_name, '.', column_name) AS name, column_type AS type, is_nullable AS nullable, column_default AS value FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY 1",
          );
        const before = await columns();
        await migrate(made.url, process.cwd(), makeLogger('silent'));
        const after = await columns();
        expect(after).toEqual(
          expect.arrayContaining(before.filter(({ name: column }) => !(String(column) in WIDENED))),
        );
        const types = Object.fromEntries(after.map(({ name: column, type }) => [String(column), type]));
        expect(types).toMatchObject(WIDENED);
        const database = await openDatabase({ url: made.url, timeZone: 'UTC', poolSize: 2 });
        const [row] = await connection.rows('SELECT COUNT(*) AS n FROM linkis_cg_ec_resource_info_record');
        const { items } = await findEngineRecords(
          contextFor(database),
          engineRecordListQuerySchema.parse({ pageSize: '200' }),
        );
        expect(items).toHaveLength(Number(row?.n));
        await database.close();
        await connection.close();
      } finally {
        await made.drop();
      }
    });
  },
);

// A file without any test is an error; where no server answers, the run names what it skips.
if (OTHER_KINDS.length === 0) it.skip('needs MariaDB, MySQL or PostgreSQL', () => {});
