import { setTimeout as sleep } from 'node:timers/promises';
import { cleanupTasks } from '@/server/cleanup/background';
import { readRun, startRun, undoRun } from '@/server/cleanup/service';
import { SYSTEM } from '@/server/platform/auth/actor';
import { type BackgroundWorker, startBackground } from '@/server/platform/background/worker';
import { systemClock } from '@/server/platform/clock';
import { readConfiguration } from '@/server/platform/config/environment';
import type { Context } from '@/server/platform/context';
import { type Database, openDatabase } from '@/server/platform/db/database';
import { type DatabaseKind, rawSql, sql } from '@/server/platform/db/dialect';
import { makeLogger } from '@/server/platform/log/logger';
import { percentile, report } from '../figure';
import { VALUES } from './fill';
import { makeOnePreview } from './preview';

interface Stage {
  kind: DatabaseKind;
  url: string;
  folder: string;
  contexts: number;
  /** Seconds for each context of a tenth of the rows; null on that run. */
  smaller: number | null;
}

/** Rows that others keep: ids above those that are filled. */
const OTHERS = 2_000_000_000;
const PROBE_MS = 20;
const STOCK_SAMPLE = 20;
const PREVIEWS = 3;

/** Somebody else who reads and writes contexts all the while. */
class Neighbour {
  readonly reads: number[] = [];
  readonly writes: number[] = [];
  #stopped = false;
  readonly #loops: Promise<void>[];

  constructor(private readonly database: Database) {
    this.#loops = [this.#loop(this.reads, () => this.#read()), this.#loop(this.writes, () => this.#write())];
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#loops);
  }

  async #loop(times: number[], work: () => Promise<unknown>): Promise<void> {
    for (let due = performance.now(); !this.#stopped; due += PROBE_MS) {
      await sleep(due - performance.now());
      // From when it was due: what cannot even begin waits as well.
      await work();
      times.push(performance.now() - due);
      due = Math.max(due, performance.now() - PROBE_MS);
    }
  }

  #read(): Promise<unknown> {
    return this.database.query(
      sql`SELECT id, ${rawSql(this.database.kind === 'mysql' ? '`value`' : '"value"')} AS v FROM linkis_ps_cs_context_map WHERE context_id = ${1 + Math.floor(Math.random() * 90_000)}`,
    );
  }

  #write(): Promise<unknown> {
    const { dialect } = this.database;
    const now = dialect.timeValue(this.database.toColumnTime(new Date()));
    const id = OTHERS + Math.floor(Math.random() * 1000);
    return this.database.transaction(async (on) => {
      await this.database.execute(
        sql`${dialect.insertIgnoring('linkis_ps_cs_context_id')} (id, instance, update_time, create_time, access_time) VALUES (${id}, 'cs', ${now}, ${now}, ${now}) ${dialect.ignoring}`,
        on,
      );
      await this.database.execute(sql`UPDATE linkis_ps_cs_context_id SET update_time = ${now} WHERE id = ${id}`, on);
    });
  }
}

async function ended(context: Context, id: number) {
  for (;;) {
    const run = await readRun(context, id);
    if (!['previewing', 'running'].includes(run.state)) {
      if (run.state === 'failed' || run.error) throw new Error(run.error ?? 'failed');
      return run;
    }
    await sleep(25);
  }
}

/** The stock way: two statements for each id, on the stock indexes; milliseconds for each context. */
async function measureStock(database: Database, contexts: number): Promise<number> {
  const indexed = 'er_context_value_context';
  if (database.kind === 'mysql')
    await database.execute(rawSql(`ALTER TABLE linkis_ps_cs_context_map DROP INDEX ${indexed}`));
  else await database.execute(rawSql(`DROP INDEX ${indexed}`));
  const started = performance.now();
  for (let index = 0; index < STOCK_SAMPLE; index++) {
    const id = Math.floor(contexts / 2) + index;
    await database.execute(sql`DELETE FROM linkis_ps_cs_context_map WHERE context_id = ${id}`);
    await database.execute(sql`DELETE FROM linkis_ps_cs_context_id WHERE id = ${id}`);
  }
  return (performance.now() - started) / STOCK_SAMPLE;
}

/** One preview, cleanup and undoing of all contexts. @returns seconds for each context that was deleted */
export async function measureCleanup(stage: Stage): Promise<number> {
  const { kind, contexts } = stage;
  const database = await openDatabase({ url: stage.url, timeZone: 'UTC', poolSize: 6 });
  const configuration = readConfiguration({ DATA_DIR: stage.folder });
  const means = { clock: systemClock, log: makeLogger('warn'), database, configuration };
  const context: Context = { ...means, requestId: 'bench', actor: SYSTEM };
  let worker: BackgroundWorker | null = null;
  const tell = (figure: string, value: number, unit: string, limit: number | null, more: object = {}) =>
    report({
      figure,
      value,
      unit,
      limit,
      better: 'lower',
      database: kind,
      data: `${contexts} contexts, ${contexts * VALUES} values`,
      ...more,
    });
  try {
    const idle = new Neighbour(database);
    await sleep(3000);
    await idle.stop();
    const big = stage.smaller !== null;
    const previews: Awaited<ReturnType<typeof makeOnePreview>>[] = [];
    for (let round = 0; round < PREVIEWS; round++)
      previews.push(await makeOnePreview(context, { time: 'access', to: '2026-05-01T00:00:00Z' }));
    const { preview } = previews.at(-1) as (typeof previews)[number];
    const { id } = preview;
    const seconds = previews.map((one) => one.seconds);
    // The first comes right after the filling, whose pages are still being written down.
    tell('preview, median', percentile(seconds, 0.5), 's', big ? 2 : null, { detail: { seconds } });
    if (preview.total !== contexts) throw new Error(`${preview.total} of ${contexts} were previewed`);
    worker = startBackground(means, cleanupTasks());
    const neighbour = new Neighbour(database);
    await startRun(context, id, 'bench');
    const done = await ended(context, id);
    await neighbour.stop();
    if (done.affected !== contexts) throw new Error(`${done.affected} of ${contexts} were deleted`);
    const rate = done.rowsPerSecond ?? 0;
    report({
      figure: 'contexts deleted a second, with values and archive',
      value: rate,
      unit: '1/s',
      limit: big ? (kind === 'sqlite' ? 20_000 : 5000) : null,
      better: 'higher',
      database: kind,
      data: `${contexts} contexts, ${contexts * VALUES} values`,
      detail: { estimatedSeconds: preview.preview?.estimate?.seconds ?? 0, batchSize: done.batchSize },
    });
    tell('writers meanwhile, p99', percentile(neighbour.writes, 0.99), 'ms', 150, {
      baseline: { name: 'idle', value: percentile(idle.writes, 0.99) },
    });
    const idleRead = percentile(idle.reads, 0.95);
    tell('readers meanwhile, p95', percentile(neighbour.reads, 0.95), 'ms', 2 * idleRead, {
      baseline: { name: 'idle', value: idleRead },
    });
    if (big) tell('growth from a tenth of the contexts', 1 / rate / (stage.smaller ?? 1), 'x', 1.3);
    const undone = performance.now();
    const undo = await ended(context, (await undoRun(context, id, { reason: 'bench' })).id);
    if (undo.affected !== contexts) throw new Error(`${undo.affected} of ${contexts} were put back`);
    tell('putting all back', (performance.now() - undone) / 60_000, 'min', big ? 10 : null);
    if (big) tell('the stock way, for each context', await measureStock(database, contexts), 'ms', null);
    return 1 / rate;
  } finally {
    await worker?.stop();
    await database.close();
  }
}
