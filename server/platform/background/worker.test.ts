import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '@/test/setup/child';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { SYSTEM } from '../auth/actor';
import { type Clock, systemClock } from '../clock';
import { readConfiguration } from '../config/environment';
import { type Database, openDatabase } from '../db/database';
import { makeLogger } from '../log/logger';
import { cleanRuns } from './clean';
import { deleteRunsBefore, endRun, readPosition, renewLease, takeOverRun, takeSlot, writePosition } from './store';
import type { BackgroundTask } from './task';
import { type Means, startBackground } from './worker';

const NOW = new Date('2026-05-06T10:20:30Z');
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const claimBy = (worker: string, seconds = 0) => ({ worker, now: at(seconds), leaseSeconds: 60 });

function meansOf(database: Database, clock: Clock = systemClock): Means {
  return { clock, log: makeLogger('silent'), database, configuration: readConfiguration({}) };
}

/** Waits until something holds, at most ten seconds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (await holds()) return;
    await sleep(50);
  }
  throw new Error('waited in vain');
}

describe.each(KINDS)('background work on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let database: Database;
  /** The database once more, as another process would open it. */
  let second: Database;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    database = opened.database;
    second = await openDatabase({ url: opened.url, timeZone: 'UTC', poolSize: 4 });
  });
  afterAll(async () => {
    await second.close();
    await opened.drop();
  });

  it('gives a slot to one of many', async () => {
    const workers = Array.from({ length: 8 }, (_, index) => `worker-${index}`);
    const claims = await Promise.all(
      workers.map((worker, index) => takeSlot(index % 2 ? second : database, 'test.one', NOW, claimBy(worker))),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('begins no slot while an earlier one of the task is still run', async () => {
    const first = await takeSlot(database, 'test.long', NOW, claimBy('a'));
    expect(first).not.toBeNull();
    expect(await takeSlot(second, 'test.long', at(10), claimBy('b', 10))).toBeNull();
    if (first) await endRun(database, first, at(11), null);
    expect(await takeSlot(second, 'test.long', at(12), claimBy('b', 12))).not.toBeNull();
  });

  it('takes over a run whose lease is over, once, and the first worker notices', async () => {
    const first = await takeSlot(database, 'test.dead', NOW, claimBy('a'));
    if (!first) throw new Error('not taken');
    expect(await takeOverRun(second, 'test.dead', claimBy('b', 59))).toBeNull();
    expect(await renewLease(database, first, at(30), 60)).toBe(true);
    expect(await takeOverRun(second, 'test.dead', claimBy('b', 61))).toBeNull();
    const taken = await Promise.all(
      ['b', 'c', 'd', 'e'].map((worker, index) =>
        takeOverRun(index % 2 ? second : database, 'test.dead', claimBy(worker, 91)),
      ),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await renewLease(database, first, at(92), 60)).toBe(false);
    await endRun(database, first, at(93), null);
    const row = await database.client.backgroundRun.findUnique({ where: { id: first.id } });
    expect(row).toMatchObject({ state: 'running', attempts: 2 });
  });

  it('gives up a run that kills every worker', async () => {
    await takeSlot(database, 'test.deadly', NOW, claimBy('w0'));
    for (let attempt = 1; attempt < 5; attempt++)
      expect(await takeOverRun(database, 'test.deadly', claimBy(`w${attempt}`, attempt * 100))).not.toBeNull();
    expect(await takeOverRun(database, 'test.deadly', claimBy('w5', 500))).toBeNull();
    const row = await database.client.backgroundRun.findFirst({ where: { task: 'test.deadly' } });
    expect(row).toMatchObject({ state: 'failed', attempts: 5, error: expect.stringContaining('5 workers') });
  });

  it('never runs a slot twice with two workers, and gives batches their turn', async () => {
    const slots: string[] = [];
    let batches = 0;
    const task = (): BackgroundTask => ({
      name: 'test.pair',
      schedule: { everySeconds: 1 },
      run: async (context) => {
        expect(context.actor.name).toBe('system');
        if (++batches % 2 === 1) return 'more';
        slots.push(context.requestId);
        return 'done';
      },
    });
    const workers = [startBackground(meansOf(database), [task()]), startBackground(meansOf(second), [task()])];
    await until(() => slots.length >= 4);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(new Set(slots).size).toBe(slots.length);
    expect(batches).toBe(slots.length * 2);
    const rows = await database.client.backgroundRun.findMany({ where: { task: 'test.pair' } });
    expect(rows.map((row) => row.id).sort()).toEqual([...slots].sort());
    expect(rows.every((row) => row.state === 'done' && row.endedTime !== null)).toBe(true);
  });

  it('keeps the error of a run that fails, and goes on with the next slot', async () => {
    let runs = 0;
    const run = async (): Promise<'done'> => {
      if (++runs === 1) throw new Error('the disk is on fire');
      return 'done';
    };
    const worker = startBackground(meansOf(database), [{ name: 'test.fails', schedule: { everySeconds: 1 }, run }]);
    await until(() => runs >= 2);
    await worker.stop();
    const rows = await database.client.backgroundRun.findMany({
      where: { task: 'test.fails' },
      orderBy: { slotTime: 'asc' },
    });
    expect(rows[0]).toMatchObject({ state: 'failed', error: 'the disk is on fire' });
    expect(rows[1]?.state).toBe('done');
  });

  it('hands an interrupted run on when it is told to stop', async () => {
    let begun = false;
    let interrupted = false;
    const long: BackgroundTask = {
      name: 'test.stopped',
      schedule: { everySeconds: 3600 },
      run: async (_, signal) => {
        begun = true;
        await sleep(60_000, undefined, { signal }).catch(() => {
          interrupted = true;
        });
        return 'more';
      },
    };
    const worker = startBackground(meansOf(database), [long]);
    const running = () => database.client.backgroundRun.count({ where: { task: 'test.stopped', state: 'running' } });
    await until(() => begun);
    await worker.stop();
    expect(await running()).toBe(1);
    expect(interrupted).toBe(true);
    let finished = 0;
    const finish = async (): Promise<'done'> => {
      finished++;
      return 'done';
    };
    const next = startBackground(meansOf(second), [{ ...long, run: finish }]);
    await until(() => finished === 1);
    await next.stop();
    expect(await running()).toBe(0);
  });

  it('takes over from a worker that was killed', async () => {
    const child = runProgram('test/setup/background-child.ts', [opened.url, 'test.killed']);
    await child.said('running');
    await child.kill();
    let runs = 0;
    const run = async (): Promise<'done'> => {
      runs++;
      return 'done';
    };
    const task = { name: 'test.killed', schedule: { everySeconds: 3600 }, run };
    const workers = [startBackground(meansOf(database), [task], 1), startBackground(meansOf(second), [task], 1)];
    await until(() => runs > 0);
    await sleep(1500);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(runs).toBe(1);
    const row = await database.client.backgroundRun.findFirst({ where: { task: 'test.killed' } });
    expect(row).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('removes old runs in batches', async () => {
    for (let hour = 0; hour < 7; hour++) await takeSlot(database, `test.old${hour}`, at(-hour * 86_400), claimBy('a'));
    expect(await deleteRunsBefore(database, at(-5 * 86_400 + 1), 1)).toBe(1);
    const context = { ...meansOf(database, { now: () => NOW }), requestId: 'x', actor: SYSTEM };
    expect(await cleanRuns.run(context, new AbortController().signal)).toBe('done');
    expect(await database.client.backgroundRun.count({ where: { task: { startsWith: 'test.old' } } })).toBe(4);
  });

  it('keeps positions of walks', async () => {
    expect(await readPosition(database, 'test.walk')).toBeNull();
    await writePosition(database, 'test.walk', 'here', NOW);
    await writePosition(second, 'test.walk', 'there', NOW);
    expect(await readPosition(database, 'test.walk')).toBe('there');
  });
});
