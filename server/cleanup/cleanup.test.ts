import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CleanupRule } from '@/contracts/cleanup';
import { CleanupBench } from '@/test/setup/cleanup';
import { actorOf } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import * as cleanup from './service';

const OLD: CleanupRule = { time: 'create', olderThanSeconds: 30 * 86_400 };

describe.each(KINDS)('cleanup on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: CleanupBench;

  beforeAll(async () => {
    opened = await openTestDatabase(kind, 'Asia/Shanghai');
  });
  afterAll(() => opened.drop());
  beforeEach(async () => {
    bench = new CleanupBench(opened.database);
    await bench.add([
      { id: 1, user: 'alice', application: 'spark' },
      { id: 2, user: 'alice', application: null, values: 0 },
      { id: 3, user: 'bob', application: 'hive' },
      { id: 5, user: null, ageDays: 31 },
      { id: 8, user: 'bob', ageDays: 5 },
    ]);
  });
  afterEach(async () => {
    await bench.reset();
    bench.remove();
  });

  it('previews the exact set with counts, ages, a sample and an estimate, and changes nothing', async () => {
    const before = await bench.dump();
    const run = await bench.preview(OLD);
    expect(run).toMatchObject({ state: 'previewed', total: 4, startableUntil: '2026-05-07T10:20:30.000Z' });
    expect(run.preview).toMatchObject({
      count: 4,
      byUser: {
        items: [
          { value: 'alice', count: 2 },
          { value: null, count: 1 },
          { value: 'bob', count: 1 },
        ],
        others: 0,
      },
      protected: { count: 0, reasons: [] },
      unknownIds: { count: 0, items: [] },
      estimate: {
        pilotRows: 4,
        children: {
          linkis_ps_cs_context_map: 6,
          linkis_ps_cs_context_map_listener: 6,
          linkis_ps_cs_context_history: 4,
          linkis_ps_cs_context_listener: 4,
        },
      },
    });
    expect(run.preview?.byAge.map(({ count }) => count)).toEqual([0, 0, 0, 1, 3, 0, 0]);
    expect(run.preview?.sample.map(({ id }) => id)).toEqual([1, 2, 3, 5]);
    expect(run.preview?.sample[0]?.createTime).toBe('2026-01-26T10:20:30.000Z');
    expect(await bench.dump()).toEqual(before);
    expect(bench.objects()).toEqual([]);
  });

  it.each<[string, CleanupRule, number[]]>([
    ['user', { users: ['bob'] }, [3, 8]],
    ['application', { applications: ['spark', 'hive'] }, [1, 3]],
    ['ids', { ids: [8, 8, 2, 999] }, [2, 8]],
    [
      'instants, both ends inclusive',
      { time: 'update', from: '2026-05-01T10:20:30Z', to: '2026-05-01T18:20:30+08:00' },
      [8],
    ],
    ['exceptions from users', { users: ['alice', 'bob'], exceptUsers: ['nobody'], exceptIds: [3, 5] }, [1, 2, 8]],
    ['a time, without one user', { time: 'access', to: '2026-05-01T00:00:00Z', exceptUsers: ['alice'] }, [3, 5]],
    ['exceptions from ids', { ids: [1, 3, 8], exceptApplications: ['spark'] }, [3, 8]],
    ['all together', { users: ['alice', 'bob'], time: 'access', to: '2026-05-01T00:00:00Z', ids: [3, 8, 5] }, [3]],
  ])('finds rows by %s', async (_, rule, expected) => {
    const run = await bench.preview(rule);
    expect(run.preview?.sample.map(({ id }) => id)).toEqual(expected);
    expect(run.preview?.unknownIds).toEqual(
      rule.ids?.includes(999) ? { count: 1, items: [999] } : { count: 0, items: [] },
    );
  });

  it('counts what is protected in the preview, with reasons', async () => {
    const add = (kind: 'user' | 'application' | 'id', value: string) =>
      cleanup.addProtection(bench.context(), { subject: 'contexts', kind, value, note: 'legal hold' });
    const user = await add('user', 'alice');
    const application = await add('application', 'spark');
    await expect(add('user', 'alice')).rejects.toMatchObject({ code: 'conflict' });
    const run = await bench.preview(OLD);
    expect(run.preview?.count).toBe(2);
    expect(run.preview?.protected.count).toBe(2);
    expect(run.preview?.protected.reasons).toEqual(
      expect.arrayContaining([
        { protectionId: user.id, kind: 'user', value: 'alice', count: 2 },
        { protectionId: application.id, kind: 'application', value: 'spark', count: 1 },
      ]),
    );
    await cleanup.removeProtection(bench.context(), user.id);
    expect((await cleanup.listProtections(bench.context(), {})).items).toHaveLength(1);
    await expect(cleanup.removeProtection(bench.context(), user.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('pauses, resumes and cancels', async () => {
    const { id } = await bench.preview(OLD);
    await expect(cleanup.pauseRun(bench.context(), id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(cleanup.resumeRun(bench.context(), id)).rejects.toMatchObject({ code: 'conflict' });
    bench.wait(1);
    await cleanup.startRun(bench.context(), id, 'pausing');
    await cleanup.pauseRun(bench.context(), id);
    expect(await bench.work(id)).toMatchObject({ state: 'paused', request: null, affected: 0 });
    await cleanup.resumeRun(bench.context(), id);
    const log = (order: 'asc' | 'desc', pageSize: number, cursor?: string) =>
      cleanup.readRunLog(bench.context(), id, { order, pageSize, cursor });
    const { items, nextCursor } = await log('asc', 4);
    expect(items.map(({ action }) => action)).toEqual(['preview', 'previewed', 'startRun', 'pauseRun']);
    expect(items[1]).toMatchObject({ actor: 'root', detail: { count: 4, protected: 0 } });
    const rest = (await log('asc', 9, nextCursor ?? '')).items;
    expect(rest.map(({ action }) => action)).toEqual(['taken', 'paused', 'resumeRun']);
    expect((await log('desc', 9)).items).toEqual([...items, ...rest].reverse());
    await expect(cleanup.readRunLog(bench.context(), 999_999, { order: 'asc', pageSize: 5 })).rejects.toMatchObject({
      code: 'not_found',
    });
    await cleanup.cancelRun(bench.context(), id);
    expect(await bench.work(id)).toMatchObject({ state: 'cancelled', affected: 0 });
    await expect(cleanup.cancelRun(bench.context(), id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await bench.ids()).toHaveLength(5);
  });

  it('refuses what makes no sense, and says why', async () => {
    const context = bench.context();
    const preview = (rule: CleanupRule) => cleanup.previewCleanup(context, { subject: 'contexts', rule });
    await expect(preview({ time: 'create', from: '0001-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'invalid_input',
      detail: { faults: [{ path: 'rule.from' }] },
    });
    await expect(cleanup.readRun(context, 999_999)).rejects.toMatchObject({ code: 'not_found' });
    await expect(cleanup.listRuns(context, { pageSize: 5, cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const { id } = await bench.preview(OLD);
    await expect(cleanup.readReceipt(context, id)).rejects.toMatchObject({ code: 'conflict' });
    await cleanup.startRun(context, id, 'once');
    await expect(cleanup.startRun(context, id, 'twice')).rejects.toMatchObject({ code: 'conflict' });
    const old = await bench.preview(OLD);
    bench.wait(86_401);
    await expect(cleanup.startRun(bench.context(), old.id, 'too late')).rejects.toMatchObject({ code: 'gone' });
    const forgotten = await bench.preview(OLD);
    bench.wait(86_401);
    await cleanup.discardPreview(context, old.id);
    await bench.expire();
    expect(await cleanup.readRun(context, forgotten.id)).toMatchObject({ state: 'discarded' });
    expect(await opened.database.client.cleanupChunk.count({ where: { runId: { not: id } } })).toBe(0);
    await expect(cleanup.discardPreview(context, old.id)).rejects.toMatchObject({ code: 'conflict' });
    const user = bench.context(actorOf('mallory', 'history-admin'));
    for (const attempt of [
      cleanup.listRuns(user, { pageSize: 5 }),
      cleanup.previewCleanup(user, { subject: 'contexts', rule: OLD }),
      cleanup.startRun(user, id, 'no'),
      cleanup.undoRun(user, id, { reason: 'no' }),
      cleanup.listProtections(user, {}),
    ])
      await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('lists runs newest first, page by page', async () => {
    const ids: number[] = [];
    for (let index = 0; index < 3; index++) ids.unshift((await bench.preview(OLD)).id);
    const first = await cleanup.listRuns(bench.context(), { pageSize: 2 });
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await cleanup.listRuns(bench.context(), { pageSize: 2, cursor: first.nextCursor ?? '' });
    expect(second).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
  });
});
