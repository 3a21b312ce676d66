import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CleanupRun, CleanupState } from '@/contracts/cleanup';
import { KEPT, type KeptLetter, TIME_COLUMNS } from '@/server/contexts/cleanup-subject/columns';
import { readConfiguration } from '@/server/platform/config/environment';
import type { Context } from '@/server/platform/context';
import { joinSql, rawSql, sql } from '@/server/platform/db/dialect';
import { actorOf, contextFor } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { expireRuns } from './expire';
import {
  addProtection,
  cancelRun,
  discardRun,
  listRuns,
  listSkipped,
  pauseRun,
  previewCleanup,
  readReceipt,
  readRun,
  removeProtection,
  resumeRun,
  startRun,
  undoRun,
} from './service';
import { workOnRuns } from './worker';

const OLD = '2025-01-02 03:04:05';
const NEW = '2026-05-06 10:00:00';
const RULE = { timeField: 'accessTime' as const, olderThanDays: 90 };

describe.each(KINDS)('cleanups of contexts on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let folder: string;
  let now = new Date('2026-05-06T10:20:30Z');

  const context = (name = 'root', role: 'admin' | 'user' = 'admin'): Context => ({
    ...contextFor(opened.database, actorOf(name, role), { now: () => now }),
    configuration: readConfiguration({ DATA_DIR: folder }),
  });

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    folder = mkdtempSync(join(tmpdir(), 'engineroom-cleanup-'));
  });
  afterAll(async () => {
    await opened.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    now = new Date('2026-05-06T10:20:30Z');
    const { client } = opened.database;
    for (const table of [
      'contextValueListener',
      'contextListener',
      'contextHistory',
      'contextValue',
      'contextId',
    ] as const)
      await (client[table] as { deleteMany(): Promise<unknown> }).deleteMany();
    for (const table of [
      'cleanupProtection',
      'cleanupLock',
      'cleanupSkipped',
      'cleanupBatch',
      'cleanupChunk',
      'cleanupRun',
    ] as const)
      await (client[table] as { deleteMany(): Promise<unknown> }).deleteMany();
  });

  async function insert(letter: KeptLetter, rows: Record<string, string | number | null>[]): Promise<void> {
    const { database } = opened;
    const { table, columns } = KEPT[letter];
    for (const row of rows) {
      const cells = columns.map((column) => {
        const value = row[column] ?? (['update_time', 'create_time', 'access_time'].includes(column) ? OLD : null);
        return TIME_COLUMNS.has(column) ? database.dialect.timeValue(value as string | null) : sql`${value}`;
      });
      await database.execute(
        sql`INSERT INTO ${rawSql(table)} (${joinSql(columns.map((column) => database.dialect.quoted(column)))}) VALUES (${joinSql(cells)})`,
      );
    }
  }

  /** Contexts 1 to `count`, each with two values, a history and listeners; the last one is new. */
  async function fill(count = 10): Promise<void> {
    for (let id = 1; id <= count; id++) {
      const time = id === count ? NEW : OLD;
      await insert('c', [
        {
          id,
          user: id % 3 === 0 ? null : `user ${id % 3}`,
          application: 'app',
          source: '{"className":"x"}',
          instance: 'cs_1',
          backup_instance: 'cs_2',
          access_time: time,
          update_time: time,
        },
      ]);
      await insert('v', [
        {
          id: id * 10,
          key: `key "${id}" 名`,
          context_type: 'DATA',
          value: '{"type":"x","value":"\\u003d\n \'a\'"}',
          context_id: id,
          keywords: '[]',
        },
        { id: id * 10 + 1, key: 'other', context_type: 'DATA', value: null, context_id: id },
      ]);
      await insert('h', [{ id, context_id: id, source: 'src', history_json: '{}' }]);
      await insert('l', [{ id, context_id: id, listener_source: 'client' }]);
      await insert('k', [{ id, key_id: id * 10, listener_source: 'client' }]);
    }
  }

  /** Everything in the tables of contexts. */
  async function everything(): Promise<unknown> {
    const rows: Record<string, unknown> = {};
    for (const { table } of Object.values(KEPT))
      rows[table] = await opened.database.query(sql`SELECT * FROM ${rawSql(table)} ORDER BY id`);
    return JSON.parse(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? Number(value) : value)));
  }

  const ids = async () =>
    (await opened.database.client.contextId.findMany({ orderBy: { id: 'asc' }, select: { id: true } })).map(
      ({ id }) => id,
    );

  async function settled(id: number, states: CleanupState[]): Promise<CleanupRun> {
    for (let tries = 0; tries < 500; tries++) {
      const run = await readRun(context(), id);
      if (states.includes(run.state)) return run;
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new Error(
      `not settled: ${JSON.stringify(await readRun(context(), id))} ${JSON.stringify(await opened.database.client.cleanupLock.findMany())}`,
    );
  }

  const clean = async (id: number) => {
    await startRun(context(), id, 'too many');
    return settled(id, ['completed', 'failed']);
  };
  const preview = (rule: Record<string, unknown> = RULE) =>
    previewCleanup(context(), { subject: 'contexts', rule: { timeField: 'accessTime', ...rule } });

  it('remove exactly what was frozen, with all that hangs on it, and bring it back byte for byte', async () => {
    await fill();
    const before = await everything();
    const { id, frozen, preview: found } = await preview();
    expect(frozen).toBe(9);
    expect(found.byUser).toEqual(
      expect.arrayContaining([
        { name: null, count: 3 },
        { name: 'user 1', count: 3 },
      ]),
    );
    expect(found.byAge.find(({ fromDays }) => fromDays === 365)?.count).toBe(9);
    expect(found.sample.map((row) => row.id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(found.estimate).toMatchObject({ childRows: 45 });
    expect(await everything()).toEqual(before);
    expect(await clean(id)).toMatchObject({ state: 'completed', removed: 9, skipped: 0, childRows: 45 });
    expect(await ids()).toEqual([10]);
    expect(await opened.database.client.contextValueListener.count()).toBe(1);
    const receipt = await (await readReceipt(context(), id, 'json')).json();
    expect(receipt).toMatchObject({ removed: 9, reason: 'too many', segments: [{ removed: 9, childRows: 45 }] });
    expect(await (await readReceipt(context(), id, 'csv')).text()).toContain('idsSha256,');
    await undoRun(context(), id, null);
    expect(await settled(id, ['undone', 'failed'])).toMatchObject({ state: 'undone', restored: 9, notRestored: 0 });
    expect(await everything()).toEqual(before);
  });

  it('bring back what one user owned, then the rest', async () => {
    await fill();
    const before = await everything();
    const { id } = await preview();
    await clean(id);
    await undoRun(context(), id, 'user 1');
    expect(await settled(id, ['completed', 'failed'])).toMatchObject({ state: 'completed', restored: 3 });
    expect(await ids()).toEqual([1, 4, 7, 10]);
    await undoRun(context(), id, null);
    expect(await settled(id, ['undone', 'failed'])).toMatchObject({ restored: 9, notRestored: 0 });
    expect(await everything()).toEqual(before);
  });

  it('leave alone what was used, protected or removed since, and say so', async () => {
    await fill();
    const { id } = await preview();
    const { database } = opened;
    await database.execute(
      sql`UPDATE linkis_ps_cs_context_id SET access_time = ${database.dialect.timeValue('2026-05-06 10:20:30')} WHERE id = 2`,
    );
    await database.execute(sql`DELETE FROM linkis_ps_cs_context_id WHERE id = 4`);
    await addProtection(context(), { subject: 'contexts', kind: 'id', value: '5' });
    await database.execute(
      sql`UPDATE linkis_ps_cs_context_id SET access_time = ${database.dialect.timeValue('2026-03-01 00:00:00')} WHERE id = 6`,
    );
    expect(await clean(id)).toMatchObject({ removed: 5, skipped: 4 });
    expect((await listSkipped(context(), id, { pageSize: 3 })).items).toEqual([
      { id: 2, reason: 'touched' },
      { id: 4, reason: 'gone' },
      { id: 5, reason: 'protected' },
    ]);
    expect(await ids()).toEqual([2, 5, 6, 10]);
  });

  it('do not freeze what is protected', async () => {
    await fill();
    const { id } = await addProtection(context(), {
      subject: 'contexts',
      kind: 'user',
      value: 'user 1',
      note: 'theirs',
    });
    expect(await preview()).toMatchObject({ frozen: 6, preview: { protected: 3 } });
    expect(await preview({ ids: [1, 3] })).toMatchObject({ frozen: 1, preview: { protected: 1 } });
    await removeProtection(context(), id);
    expect(await preview({ ids: [1, 3] })).toMatchObject({ frozen: 2, preview: { protected: 0 } });
  });

  it('do not give ids back that belong to others by now', async () => {
    await fill(4);
    const { id } = await preview();
    await clean(id);
    await insert('c', [{ id: 2, user: 'new one', create_time: NEW }]);
    await undoRun(context(), id, null);
    expect(await settled(id, ['undone', 'failed'])).toMatchObject({ restored: 2, notRestored: 1 });
    expect(await opened.database.client.contextValue.count({ where: { contextId: 2 } })).toBe(0);
  });

  it('rest, go on and end when they are told to', async () => {
    await fill(6);
    const { id } = await preview();
    await startRun(context(), id, 'x');
    await pauseRun(context(), id).catch(() => null);
    const rested = await settled(id, ['paused', 'completed']);
    if (rested.state === 'paused') {
      await expect(startRun(context(), id, 'again')).rejects.toMatchObject({ code: 'conflict' });
      await resumeRun(context(), id);
      await settled(id, ['completed']);
    }
    await expect(cancelRun(context(), id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await ids()).toEqual([6]);
  });

  it('begin one at a time, from a preview of the last day, and once', async () => {
    await fill(3);
    const first = await preview();
    const second = await preview();
    await opened.database.client.cleanupRun.update({ where: { id: second.id }, data: { state: 'paused' } });
    await expect(startRun(context(), first.id, 'x')).rejects.toMatchObject({ code: 'conflict' });
    await opened.database.client.cleanupRun.update({ where: { id: second.id }, data: { state: 'previewed' } });
    now = new Date(now.getTime() + 25 * 3_600_000);
    await expect(startRun(context(), first.id, 'x')).rejects.toMatchObject({ code: 'conflict' });
    await discardRun(context(), first.id);
    await expect(readRun(context(), first.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await expireRuns(context(), new AbortController().signal)).toBe(true);
    expect((await listRuns(context(), { pageSize: 5 })).items).toEqual([]);
  });

  it('go on where a process has left them, and keep their archive for seven days', async () => {
    await fill(8);
    const { id } = await preview();
    await opened.database.client.cleanupRun.update({ where: { id }, data: { state: 'running', batchSize: 2 } });
    await workOnRuns(context(), new AbortController().signal);
    expect(await readRun(context(), id)).toMatchObject({ state: 'completed', removed: 7 });
    now = new Date(now.getTime() + 8 * 86_400_000);
    await expireRuns(context(), new AbortController().signal);
    await expect(undoRun(context(), id, null)).rejects.toMatchObject({ code: 'gone' });
    await expect(readReceipt(context(), id, 'json')).rejects.toMatchObject({ code: 'gone' });
  });

  it('are for administrators', async () => {
    const user = context('alice', 'user');
    await expect(listRuns(user, { pageSize: 5 })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(previewCleanup(user, { subject: 'contexts', rule: RULE })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(startRun(user, 1, 'x')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(undoRun(user, 1, null)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
