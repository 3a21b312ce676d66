import { createHash } from 'node:crypto';
import type { MaterialDetail } from '@/contracts/materials';
import { withConnection } from '../databases';
import { percentile, report } from '../figure';
import { closedLoop } from '../load';
import { smallArchive } from './archive-file';
import { type MaterialStage, publish } from './upload';

const MATERIALS = 10_000;
const ROWS_A_STATEMENT = 250;
const LIST_LIMIT_MS = 50;
const ROLLBACK_LIMIT_MS = 1000;
const ROLLBACKS = 20;
const TYPES = ['spark', 'hive', 'python', 'shell', 'jdbc', 'flink', 'trino', 'presto', 'hbase', 'doris'];
const TIME = '2026-05-06 10:20:05';

type Rows = (string | number)[][];

/** Rows of so many materials with one version each, by table. */
function rowsOf(): Record<string, { columns: string; rows: Rows }> {
  const materials: Rows = [];
  const versions: Rows = [];
  const own: Rows = [];
  const blobs: Rows = [];
  for (let index = 0; index < MATERIALS; index++) {
    const hash = createHash('sha256').update(`measured ${index}`).digest('hex');
    const resource = hash.slice(0, 36);
    const type = TYPES[index % TYPES.length] as string;
    const version = `${Math.floor(index / 2 / TYPES.length)}.0`;
    const file = index % (2 * TYPES.length) < TYPES.length ? 'conf.zip' : 'lib.zip';
    materials.push([type, version, file, index, 1_746_000_000_000, resource, 'v000001', TIME, TIME]);
    versions.push([resource, hash.slice(0, 32), 'v000001', index, 1, index, 'measured', '127.0.0.1', 1]);
    own.push([resource, 1, 'v000001', hash, index, 'admin', TIME]);
    blobs.push([hash, hash.slice(0, 32), index, '', 'stored', TIME, TIME]);
  }
  const material =
    'engine_conn_type, version, file_name, file_size, last_modified, bml_resource_id, bml_resource_version, create_time, last_update_time';
  return {
    linkis_cg_engine_conn_plugin_bml_resources: { columns: material, rows: materials },
    linkis_ps_bml_resources_version: {
      columns: 'resource_id, file_md5, version, size, start_byte, end_byte, resource, client_ip, enable_flag',
      rows: versions,
    },
    er_library_version: { columns: 'resource_id, number, version, sha256, size, created_by, created_time', rows: own },
    er_blob: { columns: 'sha256, md5, size, block_crc, state, created_time, touched_time', rows: blobs },
  };
}

/** Fills the tables of a server that runs. */
async function fill({ url }: { url: string }): Promise<void> {
  await withConnection(url, async (connection) => {
    for (const [table, { columns, rows }] of Object.entries(rowsOf())) {
      const times = columns.split(', ').map((column) => column.endsWith('_time'));
      const value = (index: number) =>
        connection.kind === 'postgresql' && times[index] ? 'CAST(? AS timestamp)' : '?';
      const row = `(${times.map((_, index) => value(index)).join(', ')})`;
      for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
        const some = rows.slice(at, at + ROWS_A_STATEMENT);
        await connection.run(`INSERT INTO ${table} (${columns}) VALUES ${some.map(() => row).join(', ')}`, some.flat());
      }
      await connection.run(connection.kind === 'mysql' ? `ANALYZE TABLE ${table}` : `ANALYZE ${table}`);
    }
  });
}

const QUERIES = ['', 'sort=name', 'search=spark%2012', 'engineType=hive&engineType=shell'];
/** What is asked for now and then: it takes a look at every material. */
const STATES = ['state=rolledBack', 'state=current', 'state=external', 'state=damaged'];
const ROUNDS = 60;

async function oneByOne(stage: MaterialStage, query: string): Promise<{ p95: number; text: string }> {
  const times: number[] = [];
  for (let round = -5; round < ROUNDS; round++) {
    const { milliseconds } = await stage.client.send('GET', `/api/v1/materials?pageSize=50&${query}`);
    if (round >= 0) times.push(milliseconds);
  }
  const p95 = percentile(times, 0.95);
  return { p95, text: `p50 ${percentile(times, 0.5).toFixed(1)}, p95 ${p95.toFixed(1)}` };
}

/** Pages of 50 of a list of ten thousand materials: of one administrator, and of eight at once. */
export async function measureList(stage: MaterialStage, database: { url: string }, kind: string): Promise<void> {
  await fill(database);
  const detail: Record<string, string> = {};
  let worst = 0;
  for (const query of QUERIES) {
    const alone = await oneByOne(stage, query);
    const { p50, p95 } = await closedLoop(stage.client, `/api/v1/materials?pageSize=50&${query}`);
    detail[query || 'newest'] = `${alone.text}; eight at once p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)}`;
    worst = Math.max(worst, alone.p95);
  }
  const stock = await stockList(database);
  report({
    figure: 'page of 50 materials, p95',
    value: worst,
    unit: 'ms',
    limit: LIST_LIMIT_MS,
    better: 'lower',
    baseline: { name: "Linkis' two statements by themselves, p50 ms", value: stock },
    data: `${MATERIALS} materials`,
    database: kind,
    detail,
  });
}

/** Pages of 50 of the materials in one state, one request at a time. */
export async function measureStates(stage: MaterialStage, kind: string): Promise<void> {
  const detail: Record<string, string> = {};
  let worst = 0;
  for (const query of STATES) {
    const { p95, text } = await oneByOne(stage, query);
    detail[query] = text;
    worst = Math.max(worst, p95);
  }
  report({
    figure: 'page of 50 materials in one state, one client, p95',
    value: worst,
    unit: 'ms',
    limit: LIST_LIMIT_MS,
    better: 'lower',
    data: `${MATERIALS} materials`,
    database: kind,
    detail,
  });
}

/** What Linkis' own statements take: the count and a page of its list. */
async function stockList({ url }: { url: string }): Promise<number> {
  return withConnection(url, async (connection) => {
    const table = 'linkis_cg_engine_conn_plugin_bml_resources';
    const times: number[] = [];
    for (let run = 0; run < 20; run++) {
      const begun = performance.now();
      await connection.rows(`SELECT COUNT(*) AS number FROM ${table}`);
      await connection.rows(`SELECT * FROM ${table} ORDER BY create_time DESC LIMIT 50`);
      times.push(performance.now() - begun);
    }
    return percentile(times, 0.5);
  });
}

/** How long rolling an engine version back and forward takes. */
export async function measureRollback(stage: MaterialStage, kind: string): Promise<void> {
  for (const says of ['first=1', 'second=2']) await publish(stage, smallArchive(stage.folder, 'measured', '1', says));
  const { releases } = await stage.client.json<MaterialDetail>('GET', '/api/v1/materials/measured/1');
  const [second, first] = releases.map(({ number }) => number);
  const times: number[] = [];
  for (let round = 0; round < ROLLBACKS; round++) {
    const begun = performance.now();
    await stage.client.json('POST', '/api/v1/materials/measured/1/rollback', {
      release: round % 2 === 0 ? first : second,
    });
    times.push(performance.now() - begun);
  }
  report({
    figure: 'rollback, slowest',
    value: Math.max(...times),
    unit: 'ms',
    limit: ROLLBACK_LIMIT_MS,
    better: 'lower',
    data: `${ROLLBACKS} of one engine version among ${MATERIALS} materials`,
    database: kind,
    detail: { p50: percentile(times, 0.5) },
  });
}
