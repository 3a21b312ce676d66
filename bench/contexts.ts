import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CleanupRunDetail } from '@/contracts/cleanup';
import type { DatabaseKind } from '@/server/platform/db/dialect';
import { type Client, signIn } from './client';
import { fillContexts, stockMilliseconds } from './contexts/fill';
import { othersDuring } from './contexts/others';
import { makeDatabase } from './databases';
import { report, reportFailure } from './figure';
import { ADMINISTRATOR, startServer } from './server';

/** What cleanups are measured with. */
export interface ContextRun {
  root: string;
  folder: string;
  databases: DatabaseKind[];
  /** Contexts of the large run; a tenth of them in the small one. */
  contexts: number;
}

const NAME = 'er_bench_contexts';
const RUNS = '/api/v1/cleanup/runs';
const PREVIEW_LIMIT_MS = 2000;
const RATE_LIMIT = { sqlite: 20_000, mysql: 5000, postgresql: 5000 };
const WRITER_LIMIT_MS = 150;
const READER_LIMIT = 2;
const UNDO_LIMIT_S = 600;
const GROWTH_LIMIT = 1.3;
const IDLE_MS = 5000;

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function until(client: Client, id: number, states: readonly string[]): Promise<CleanupRunDetail> {
  for (;;) {
    const run = await client.json<CleanupRunDetail>('GET', `${RUNS}/${id}`);
    if (states.includes(run.state)) return run;
    if (run.state === 'failed') throw new Error(`the cleanup stopped: ${run.error}`);
    await pause(200);
  }
}

/** Fills an empty database, starts a server on it, runs something and throws both away. */
async function withContexts(
  { root, folder }: ContextRun,
  kind: DatabaseKind,
  count: number,
  work: (client: Client, url: string) => Promise<void>,
): Promise<void> {
  const place = join(folder, `contexts-${kind}`);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  await (await makeDatabase(kind, NAME, place)).drop();
  const database = await makeDatabase(kind, NAME, place);
  // Started first, so that it makes the tables.
  const server = await startServer(root, place, database.url, { LOG_ARCHIVE: 'off' });
  const client = await signIn(server.port, ADMINISTRATOR.name, ADMINISTRATOR.password);
  try {
    process.stderr.write(`${kind}: filling ${count} contexts\n`);
    await fillContexts(kind, database.url, count);
    await work(client, database.url);
  } finally {
    client.close();
    await server.stop();
    await database.drop();
    rmSync(place, { recursive: true, force: true });
  }
}

const preview = (client: Client) =>
  client.json<CleanupRunDetail>('POST', RUNS, { subject: 'contexts', rule: { olderThanDays: 90 } });

/** Seconds that removing everything takes, from the start to the end. */
async function clean(client: Client, id: number): Promise<number> {
  const begun = performance.now();
  await client.json('POST', `${RUNS}/${id}/start`, { reason: 'measured' });
  await until(client, id, ['completed']);
  return (performance.now() - begun) / 1000;
}

async function measureLarge(run: ContextRun, kind: DatabaseKind, client: Client, url: string): Promise<number> {
  const data = `${run.contexts} contexts, ${run.contexts * 3} values`;
  const figure = (name: string, value: number, unit: string, limit: number, better: 'lower' | 'higher', more = {}) =>
    report({ figure: name, value, unit, limit, better, data, database: kind, ...more });
  const stock = await stockMilliseconds(kind, url);
  const begun = performance.now();
  const { id, frozen, preview: found } = await preview(client);
  figure('cleanup preview', performance.now() - begun, 'ms', PREVIEW_LIMIT_MS, 'lower', { detail: { frozen } });
  const idle = await othersDuring(client, () => pause(IDLE_MS));
  let seconds = 0;
  const felt = await othersDuring(client, async () => {
    seconds = await clean(client, id);
  });
  const { removed, batchSize, archivedBytes } = await until(client, id, ['completed']);
  figure(
    'contexts removed a second, archived, with their values',
    removed / seconds,
    '1/s',
    RATE_LIMIT[kind],
    'higher',
    {
      baseline: { name: "Linkis' two statements an id on its indexes, contexts a second", value: 1000 / stock },
      detail: { seconds, removed, batchSize, archivedBytes, 'estimated seconds': found.estimate?.seconds },
    },
  );
  figure('writes of others meanwhile, p99', felt.writerP99, 'ms', WRITER_LIMIT_MS, 'lower', {
    baseline: { name: 'without a cleanup', value: idle.writerP99 },
  });
  figure(
    'reads of others meanwhile, p95, times idle',
    felt.readerP95 / idle.readerP95,
    'times',
    READER_LIMIT,
    'lower',
    {
      baseline: { name: 'idle, ms', value: idle.readerP95 },
    },
  );
  const undone = performance.now();
  await client.json('POST', `${RUNS}/${id}/undo`, {});
  const { restored } = await until(client, id, ['undone']);
  figure('undo of all of it', (performance.now() - undone) / 1000, 's', UNDO_LIMIT_S, 'lower', {
    detail: { restored },
  });
  return seconds / removed;
}

/** Measures previews, removing, what others feel meanwhile, undoing, and how time grows with the number of contexts. */
export async function measureContexts(run: ContextRun): Promise<void> {
  const small = Math.round(run.contexts / 10);
  for (const kind of run.databases) {
    try {
      let one = 0;
      await withContexts(run, kind, small, async (client) => {
        one = (await clean(client, (await preview(client)).id)) / small;
      });
      let ten = 0;
      await withContexts(run, kind, run.contexts, async (client, url) => {
        ten = await measureLarge(run, kind, client, url);
      });
      report({
        figure: 'time a context, ten times as many to a tenth',
        value: ten / one,
        unit: 'times',
        limit: GROWTH_LIMIT,
        better: 'lower',
        data: `${run.contexts} to ${small} contexts`,
        database: kind,
      });
    } catch (error) {
      reportFailure(`contexts on ${kind}`, error);
    }
  }
}
