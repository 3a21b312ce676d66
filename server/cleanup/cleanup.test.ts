import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
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
    const { client } = opened.database;
    await client.contextId.deleteMany();
    await client.contextValue.deleteMany();
    await client.contextValueListener.deleteMany();
    await client.contextHistory.deleteMany();
    await client.contextListener.deleteMany();
    await client.cleanupRun.deleteMany();
    await client.cleanupChunk.deleteMany();
    await client.cleanupSegment.deleteMany();
    await client.cleanupSkipped.deleteMany();
    await client.cleanupProtection.deleteMany();
    await client.auditEvent.deleteMany();
    bench.remove();
  });

  const objects = () => {
    const folder = join(bench.folder, 'cleanup');
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  };

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
    expect(objects()).toEqual([]);
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
    ['all together', { users: ['alice', 'bob'], time: 'access', to: '2026-05-01T00:00:00Z', ids: [3, 8, 5] }, [3]],
  ])('finds rows by %s', async (_, rule, expected) => {
    const run = await bench.preview(rule);
    expect(run.preview?.sample.map(({ id }) => id)).toEqual(expected);
    expect(run.preview?.unknownIds).toEqual(
      rule.ids?.includes(999) ? { count: 1, items: [999] } : { count: 0, items: [] },
    );
  });

  it('deletes exactly the frozen set, gives a receipt, and puts all back byte for byte', async () => {
    const before = await bench.dump();
    const { id } = await bench.preview(OLD);
    bench.wait(60);
    await bench.add([{ id: 4, user: 'late', ageDays: 200 }]);
    await cleanup.startRun(bench.context(), id, 'quarterly cleanup');
    const done = await bench.work(id);
    expect(done).toMatchObject({ state: 'done', total: 4, processed: 4, affected: 4, skipped: 0, error: null });
    expect(await bench.ids()).toEqual([4, 8]);
    for (const rows of Object.values(await bench.dump())) expect(rows.length).toBeLessThanOrEqual(4);

    const receipt = await cleanup.readReceipt(bench.context(), id);
    const idsSha256 = createHash('sha256').update('1\n2\n3\n5\n').digest('hex');
    expect(receipt).toMatchObject({
      reason: 'quarterly cleanup',
      startedBy: 'root',
      affected: 4,
      idsSha256,
      skipped: {},
    });
    expect(receipt.segments).toMatchObject([{ rows: 4, childRows: 20, firstId: 1, lastId: 5 }]);
    const [archive = ''] = objects();
    expect(createHash('sha256').update(readFileSync(archive)).digest('hex')).toBe(receipt.segments[0]?.sha256);
    expect(gunzipSync(readFileSync(archive)).toString().split('\n')[0]).toBe(
      '{"table":"linkis_ps_cs_context_id","rows":4}',
    );
    const csv = await cleanup.receiptAsCsv(bench.context(), id);
    expect(csv.split('\r\n')).toHaveLength(5);
    expect(csv).toContain(idsSha256);

    await opened.database.client.contextId.deleteMany({ where: { id: 4 } });
    for (const table of ['contextValue', 'contextHistory', 'contextListener'] as const)
      await (opened.database.client[table] as { deleteMany(where: unknown): Promise<unknown> }).deleteMany({
        where: { contextId: 4 },
      });
    await opened.database.client.contextValueListener.deleteMany({ where: { keyId: { in: [40, 41] } } });
    const undo = await bench.undo(id);
    expect(undo).toMatchObject({ kind: 'undo', state: 'done', affected: 4, skipped: 0 });
    expect(await bench.dump()).toEqual(before);
    const actions = (await opened.database.client.auditEvent.findMany({ orderBy: { id: 'asc' } })).map(
      ({ action }) => action,
    );
    expect(actions).toEqual([
      'cleanup.preview',
      'cleanup.startRun',
      'cleanup.cleanupEnded',
      'cleanup.undoRun',
      'cleanup.undoEnded',
    ]);
  });

  it('puts back one user’s part, then the rest, and leaves what is there', async () => {
    const before = await bench.dump();
    const { id } = await bench.clean(OLD);
    expect(await bench.undo(id, 'bob')).toMatchObject({ affected: 1, skipped: 0 });
    expect(await bench.ids()).toEqual([3, 8]);
    await bench.add([{ id: 2, user: 'new' }]);
    const rest = await bench.undo(id);
    expect(rest).toMatchObject({ state: 'done', affected: 2, skipped: 2 });
    const skipped = await cleanup.listSkipped(bench.context(), rest.id, { pageSize: 100 });
    expect(skipped.items).toEqual([
      { id: 2, reason: 'exists' },
      { id: 3, reason: 'exists' },
    ]);
    expect(await bench.ids()).toEqual([1, 2, 3, 5, 8]);
    const { linkis_ps_cs_context_id: roots = [] } = await bench.dump();
    expect(roots.filter((row) => (row as { id: number }).id !== 2)).toEqual(
      before.linkis_ps_cs_context_id?.filter((row) => (row as { id: number }).id !== 2),
    );
    expect(roots.find((row) => (row as { id: number }).id === 2)).toMatchObject({ user: 'new' });
  });

  it('skips and lists rows that were touched in the second of the preview or later, gone, changed or protected', async () => {
    const { id } = await bench.preview(OLD);
    await bench.touch(1, 'access_time');
    bench.wait(1);
    // A value that a stock server wrote, which leaves the context's own row alone.
    await opened.database.client.contextValue.updateMany({
      where: { id: 30 },
      data: { updateTime: new Date(bench.now.getTime() + 86_400_000) },
    });
    await opened.database.client.contextId.delete({ where: { id: 2 } });
    await cleanup.addProtection(bench.context(), { subject: 'contexts', kind: 'id', value: '5' });
    await cleanup.startRun(bench.context(), id, 'skipping');
    expect(await bench.work(id)).toMatchObject({ state: 'done', affected: 0, skipped: 4 });
    const { items } = await cleanup.listSkipped(bench.context(), id, { pageSize: 3 });
    expect(items).toEqual([
      { id: 1, reason: 'touched' },
      { id: 2, reason: 'gone' },
      { id: 3, reason: 'touched' },
    ]);
    const next = await cleanup.listSkipped(bench.context(), id, { pageSize: 3, cursor: '3' });
    expect(next).toEqual({ items: [{ id: 5, reason: 'protected' }], nextCursor: null });
    expect(objects()).toEqual([]);
    await expect(cleanup.undoRun(bench.context(), id, { reason: 'nothing' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('leaves rows alone that no longer fit', async () => {
    const { id } = await bench.preview({ users: ['alice'] });
    bench.wait(1);
    await opened.database.client.contextId.update({ where: { id: 2 }, data: { user: 'carol' } });
    await cleanup.startRun(bench.context(), id, 'changed');
    expect(await bench.work(id)).toMatchObject({ affected: 1, skipped: 1 });
    expect((await cleanup.listSkipped(bench.context(), id, { pageSize: 3 })).items).toEqual([
      { id: 2, reason: 'changed' },
    ]);
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
    await cleanup.discardPreview(context, old.id);
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

  it('puts nothing back of a damaged archive', async () => {
    const { id } = await bench.clean(OLD);
    const [archive = ''] = objects();
    const bytes = readFileSync(archive);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    writeFileSync(archive, bytes);
    expect(await bench.undo(id)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/SHA-256/),
      affected: 0,
    });
    expect(await bench.ids()).toEqual([8]);
  });

  it('pauses when the archive cannot be written, deletes nothing, and goes on when it can', async () => {
    const { id } = await bench.preview(OLD);
    bench.wait(1);
    writeFileSync(join(bench.folder, 'cleanup'), 'a file where a folder should be');
    await cleanup.startRun(bench.context(), id, 'storage away');
    expect(await bench.work(id)).toMatchObject({
      state: 'paused',
      affected: 0,
      error: expect.stringMatching(/resume it/),
    });
    expect(await bench.ids()).toHaveLength(5);
    const { rmSync } = await import('node:fs');
    rmSync(join(bench.folder, 'cleanup'));
    await cleanup.resumeRun(bench.context(), id);
    expect(await bench.work(id)).toMatchObject({ state: 'done', affected: 4, error: null });
  });

  it('removes archives when seven days are over, and says that undoing is', async () => {
    const { id } = await bench.clean(OLD);
    bench.wait(7 * 86_400 - 10);
    await bench.expire();
    expect(objects()).toHaveLength(1);
    bench.wait(20);
    await expect(cleanup.undoRun(bench.context(), id, { reason: 'late' })).rejects.toMatchObject({ code: 'gone' });
    await bench.expire();
    expect(objects()).toEqual([]);
    expect(await cleanup.readRun(bench.context(), id)).toMatchObject({ undoableUntil: null });
  });
});
