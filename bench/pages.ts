import type { EngineRecordPage } from '@/contracts/engine-history';
import type { Client } from './client';
import { type MeasuredDatabase, RECORDS, withConnection } from './databases';
import { type Figure, report, reportFailure } from './figure';
import { alternating, closedLoop } from './load';
import { fetchSamples, type PageCase, pageCases, pagePath } from './page-cases';
import { processorMilliseconds, type Server } from './server';

const LIMIT_MS = { sqlite: 30, mysql: 60, postgresql: 60 };
const DEPTH = 0.98;
const DEPTH_LIMIT = 1.3;
const ROUNDS = 80;

type Circumstances = Pick<Figure, 'data' | 'database' | 'baseline'>;

/** Measures each query of a case; the figure is that of the slowest. */
async function measureCase(
  client: Client,
  server: Server,
  { name, queries }: PageCase,
  limit: number,
  circumstances: Circumstances,
): Promise<void> {
  const detail: Record<string, string> = {};
  let worst = 0;
  for (const [what, query] of Object.entries(queries)) {
    const before = processorMilliseconds(server.pid);
    const { requests, p50, p95, p99 } = await closedLoop(client, pagePath(query));
    const processor = (processorMilliseconds(server.pid) - before) / requests;
    detail[what] =
      `p50 ${p50.toFixed(1)}, p95 ${p95.toFixed(1)}, p99 ${p99.toFixed(1)}, processor ${processor.toFixed(2)} a request`;
    worst = Math.max(worst, p95);
  }
  report({
    figure: `page of 50, ${name}, p95`,
    value: worst,
    unit: 'ms',
    limit,
    better: 'lower',
    ...circumstances,
    detail,
  });
}

const TIME_TEXT = {
  sqlite: 'create_time',
  mysql: "DATE_FORMAT(create_time, '%Y-%m-%d %H:%i:%s')",
  postgresql: "to_char(create_time, 'YYYY-MM-DD HH24:MI:SS')",
};

/** Instant at which the row at a depth, from 0 for the newest to 1, was created. */
async function timeAtDepth({ url, records }: MeasuredDatabase, depth: number): Promise<Date> {
  return withConnection(url, async (connection) => {
    const [row] = await connection.rows(
      `SELECT ${TIME_TEXT[connection.kind]} AS time FROM ${RECORDS} ORDER BY create_time DESC LIMIT 1 OFFSET ${Math.floor(records * depth)}`,
    );
    return new Date(`${String(row?.time).replace(' ', 'T')}Z`);
  });
}

async function measureDepth(client: Client, database: MeasuredDatabase, circumstances: Circumstances): Promise<void> {
  const time = await timeAtDepth(database, DEPTH);
  const bound = `to=${new Date(time.getTime() + 1000).toISOString()}`;
  const page = await client.json<EngineRecordPage>('GET', pagePath(bound));
  if (!page.nextCursor) throw new Error('There is no page at the depth to be measured.');
  const deep = pagePath(`${bound}&cursor=${encodeURIComponent(page.nextCursor)}`);
  const [first, last] = await alternating(client, pagePath(''), deep, ROUNDS);
  const figure = { figure: `page at ${DEPTH * 100} % depth compared with page 1`, value: last / first, unit: 'times' };
  const detail = { 'page 1 p50 ms': first.toFixed(2), 'deep page p50 ms': last.toFixed(2) };
  report({ ...figure, limit: DEPTH_LIMIT, better: 'lower', ...circumstances, baseline: undefined, detail });
}

/** Rounds of requests before the first figure. */
const SERVER_WARM_UP = 8;

/** Measures pages of the history: by every filter and order, at depth, and as an ordinary user. */
export async function measurePages(
  administrator: Client,
  ordinary: Client,
  server: Server,
  database: MeasuredDatabase,
  baseline: Figure['baseline'],
): Promise<void> {
  const limit = LIMIT_MS[database.kind];
  const circumstances = { data: `${database.records} records`, database: database.kind, baseline };
  // A server that has just started compiles what it runs; what is asked for is how it serves all day.
  for (let round = 0; round < SERVER_WARM_UP; round++) await closedLoop(administrator, pagePath(''));
  const samples = await fetchSamples(administrator, (await timeAtDepth(database, 0)).getTime());
  for (const pageCase of pageCases(samples)) {
    await measureCase(administrator, server, pageCase, limit, circumstances).catch((error) =>
      reportFailure(pageCase.name, error),
    );
  }
  const own = { name: "an ordinary user's own", queries: { all: '', failed: 'status=Failed', label: 'label=spark' } };
  await measureCase(ordinary, server, own, limit, circumstances).catch((error) => reportFailure(own.name, error));
  await measureDepth(administrator, database, circumstances).catch((error) => reportFailure('depth', error));
}
