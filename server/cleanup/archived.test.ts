import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CleanupRule } from '@/contracts/cleanup';
import { CleanupBench } from '@/test/setup/cleanup';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import * as cleanup from './service';

const OLD: CleanupRule = { time: 'create', olderThanSeconds: 30 * 86_400 };

describe.each(KINDS)('what a cleanup deletes and puts back on %s', (kind) => {
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
    const [archive = ''] = bench.objects();
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
    expect(bench.objects()).toEqual([]);
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

  it('puts nothing back of a damaged archive', async () => {
    const { id } = await bench.clean(OLD);
    const [archive = ''] = bench.objects();
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
    expect(bench.objects()).toHaveLength(1);
    bench.wait(20);
    await expect(cleanup.undoRun(bench.context(), id, { reason: 'late' })).rejects.toMatchObject({ code: 'gone' });
    await bench.expire();
    expect(bench.objects()).toEqual([]);
    expect(await cleanup.readRun(bench.context(), id)).toMatchObject({ undoableUntil: null });
  });

  it('keeps the frozen set of a paused run, however long, and goes on with it', async () => {
    const { id } = await bench.preview(OLD);
    await opened.database.client.cleanupRun.update({ where: { id }, data: { batchSize: 1 } });
    bench.wait(1);
    await cleanup.startRun(bench.context(), id, 'a long pause');
    await cleanup.pauseRun(bench.context(), id);
    await bench.work(id);
    // As if it had deleted something before it was paused.
    await opened.database.client.cleanupRun.update({ where: { id }, data: { undoUntil: bench.now } });
    bench.wait(8 * 86_400);
    await bench.expire();
    await cleanup.resumeRun(bench.context(), id);
    expect(await bench.work(id)).toMatchObject({ state: 'done', affected: 4 });
  });
});
