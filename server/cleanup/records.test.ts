import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CleanupRule } from '@/contracts/cleanup';
import { recordEngineEvents } from '@/server/engine-history/service';
import { rawSql, sql } from '@/server/platform/db/dialect';
import { RecordCleanupBench } from '@/test/setup/cleanup-records';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import * as cleanup from './service';
import { workOnPreviews } from './work';

const OLD: CleanupRule = { time: 'create', olderThanSeconds: 30 * 86_400 };
const DAY = 86_400;

describe.each(KINDS)('cleanups of engine records on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: RecordCleanupBench;

  beforeAll(async () => {
    opened = await openTestDatabase(kind, 'Asia/Shanghai');
  });
  afterAll(() => opened.drop());
  beforeEach(async () => {
    bench = new RecordCleanupBench(opened.database);
    await bench.addRecords([
      { id: 1 },
      { id: 2, status: 'Failed', creator: 'QuerySQL' },
      { id: 3, user: 'bob', status: 'ShuttingDown', events: 0, archived: false },
      { id: 4, user: 'bob', status: 'Idle' },
      { id: 5, status: null },
      { id: 6, ageDays: 3 },
      { id: 7, ageDays: null },
    ]);
  });
  afterEach(async () => {
    await bench.reset();
    bench.remove();
  });

  const found = async (rule: CleanupRule) => (await bench.preview(rule)).preview?.sample.map(({ id }) => id);

  it('takes what has ended and is old, with all that belongs to it, and puts it back byte for byte', async () => {
    const before = await bench.dump();
    const preview = await bench.preview(OLD);
    expect(preview.preview).toMatchObject({
      count: 3,
      byUser: {
        items: [
          { value: 'alice', count: 2 },
          { value: 'bob', count: 1 },
        ],
      },
      byApplication: {
        items: [
          { value: 'IDE', count: 2 },
          { value: 'QuerySQL', count: 1 },
        ],
      },
      estimate: { children: { er_engine_event: 4, er_engine_material: 4, er_log_archive: 2 } },
    });
    expect(preview.preview?.sample[1]).toMatchObject({
      id: 2,
      ticketId: 't2',
      status: 'Failed',
      releaseTime: '2026-01-26T10:20:30.000Z',
      accessTime: null,
    });
    expect(await bench.dump()).toEqual(before);
    bench.wait(1);
    await cleanup.startRun(bench.context(), preview.id, 'quarterly');
    expect(await bench.work(preview.id)).toMatchObject({ state: 'done', affected: 3, skipped: 0, error: null });
    const log = await cleanup.readRunLog(bench.context(), preview.id, { order: 'desc', pageSize: 2 });
    expect(log.items).toMatchObject([
      { action: 'cleanupEnded' },
      { action: 'batch', detail: { from: 0, deleted: 3, skipped: 0 } },
    ]);
    expect(await bench.ids()).toEqual([4, 5, 6, 7]);
    const left = await bench.dump();
    expect(left.er_engine_event).toHaveLength(8);
    expect(left.er_log_archive).toHaveLength(4);
    expect(await bench.undo(preview.id)).toMatchObject({ state: 'done', affected: 3, skipped: 0 });
    expect(await bench.dump()).toEqual(before);
  });

  it.each<[string, CleanupRule, number[]]>([
    ['status, which alone is a bound', { statuses: ['Failed', 'ShuttingDown'] }, [2, 3]],
    ['a status of the living, once it is named', { ...OLD, statuses: ['Idle', 'Success'] }, [1, 4]],
    ['no status', { ...OLD, statuses: ['none'] }, [5]],
    ['application', { applications: ['QuerySQL'] }, [2]],
    ['user and time of release', { time: 'release', olderThanSeconds: DAY, users: ['bob'] }, [3]],
    ['time of use', { time: 'used', from: '2026-05-01T00:00:00Z' }, [6]],
    ['ids, of which the living stay', { ids: [3, 4, 7] }, [3, 7]],
  ])('finds records by %s', async (_, rule, expected) => {
    expect(await found(rule)).toEqual(expected);
  });

  it('refuses what records do not have, and statuses of contexts', async () => {
    const preview = (subject: 'contexts' | 'engineRecords', rule: CleanupRule) =>
      cleanup.previewCleanup(bench.context(), { subject, rule });
    await expect(preview('engineRecords', { time: 'access', olderThanSeconds: 5 })).rejects.toMatchObject({
      code: 'invalid_input',
      detail: { faults: [{ path: 'rule.time', message: expect.stringContaining('release, used, create') }] },
    });
    await expect(preview('contexts', { ids: [1], statuses: ['Failed'] })).rejects.toMatchObject({
      code: 'invalid_input',
      detail: { faults: [{ path: 'rule.statuses' }] },
    });
    await expect(preview('contexts', { time: 'release', olderThanSeconds: 5 })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('leaves what reported, changed, was archived, is being archived, or is protected since the preview', async () => {
    await bench.addRecords([{ id: 8 }, { id: 9 }, { id: 10, user: 'carol' }]);
    const { id } = await bench.preview(OLD);
    bench.wait(5);
    const { client } = opened.database;
    // An event that came late with an old time, as the recording keeps it.
    await client.engineEvent.create({
      data: {
        eventId: 'late',
        ticketId: 't1',
        phase: 'used',
        occurredTime: new Date('2026-01-01T00:00:00Z'),
        receivedTime: bench.now,
        batchId: 'b',
        payload: '{}',
      },
    });
    await client.engineRecord.updateMany({ where: { id: 2 }, data: { status: 'Running' } });
    await client.logArchive.updateMany({ where: { ticketId: 't8' }, data: { stateTime: bench.now } });
    await client.logArchive.updateMany({ where: { ticketId: 't9' }, data: { claimId: 'somebody' } });
    await cleanup.addProtection(bench.context(), { subject: 'engineRecords', kind: 'user', value: 'carol' });
    await cleanup.startRun(bench.context(), id, 'careful');
    expect(await bench.work(id)).toMatchObject({ state: 'done', affected: 1, skipped: 5 });
    const { items } = await cleanup.listSkipped(bench.context(), id, { pageSize: 50 });
    expect(items).toEqual([
      { id: 1, reason: 'touched' },
      { id: 2, reason: 'changed' },
      { id: 8, reason: 'touched' },
      { id: 9, reason: 'touched' },
      { id: 10, reason: 'protected' },
    ]);
    expect(await client.engineEvent.count({ where: { ticketId: 't1' } })).toBe(3);
  });

  it('keeps what several records share until the last of them goes, and puts it back with that', async () => {
    await bench.addRecords([
      { id: 11, ticket: 'shared', status: 'Idle', user: 'carol', events: 3 },
      { id: 12, ticket: 'shared', events: 0, archived: false },
      { id: 13, ticket: 'shared', user: 'bob', events: 0, archived: false },
    ]);
    const before = await bench.dump();
    const events = () => opened.database.client.engineEvent.count({ where: { ticketId: 'shared' } });
    const first = await bench.clean(OLD);
    expect(first).toMatchObject({ state: 'done', affected: 5 });
    expect(await events()).toBe(3);
    const second = await bench.clean({ ...OLD, statuses: ['Idle'] });
    expect(second).toMatchObject({ state: 'done', affected: 2 });
    expect(await events()).toBe(0);
    expect(await bench.undo(first.id)).toMatchObject({ state: 'done', affected: 5, skipped: 0 });
    expect(await events()).toBe(0);
    expect(await bench.undo(second.id)).toMatchObject({ state: 'done', affected: 2, skipped: 0 });
    expect(await bench.dump()).toEqual(before);
    const all = await bench.clean({ ids: [11, 12, 13], statuses: ['Idle', 'Success'] });
    expect(all).toMatchObject({ affected: 3 });
    expect(await events()).toBe(0);
    expect(await bench.undo(all.id)).toMatchObject({ affected: 3, skipped: 0 });
    expect(await bench.dump()).toEqual(before);
  });

  it('puts back one user’s part', async () => {
    const before = await bench.dump();
    const run = await bench.clean(OLD);
    expect(await bench.undo(run.id, 'bob')).toMatchObject({ affected: 1 });
    expect(await bench.ids()).toEqual([3, 4, 5, 6, 7]);
    expect(await bench.undo(run.id, 'alice')).toMatchObject({ affected: 2, skipped: 0 });
    expect(await bench.dump()).toEqual(before);
  });

  it('does not put back what has a place again, nor what a key of another program refuses', async () => {
    const { database } = opened;
    await database.execute(
      sql`CREATE UNIQUE INDEX foreign_key_of_instances ON linkis_cg_ec_resource_info_record (service_instance, status)`,
    );
    try {
      const run = await bench.clean(OLD);
      // The same engine reports again, and another one has the address of a third.
      await bench.addRecords([{ id: 21, ticket: 't1', events: 0, archived: false }]);
      await database.client.engineRecord.updateMany({
        where: { id: 21 },
        data: { labelValue: 'alice-IDE,spark-1' },
      });
      await bench.addRecords([{ id: 22, status: 'Failed' }]);
      await database.client.engineRecord.updateMany({ where: { id: 22 }, data: { serviceInstance: 'h2:1' } });
      const undo = await bench.undo(run.id);
      expect(undo).toMatchObject({ state: 'done', affected: 1, skipped: 2, error: null });
      const { items } = await cleanup.listSkipped(bench.context(), undo.id, { pageSize: 50 });
      expect(items).toEqual([
        { id: 1, reason: 'exists' },
        { id: 2, reason: 'exists' },
      ]);
      expect(await bench.ids()).toEqual([3, 4, 5, 6, 7, 21, 22]);
      expect(await database.client.engineEvent.count({ where: { ticketId: { in: ['t1', 't2'] } } })).toBe(0);
    } finally {
      const on = kind === 'mysql' ? sql` ON linkis_cg_ec_resource_info_record` : sql``;
      await database.execute(sql`DROP INDEX foreign_key_of_instances${on}`);
    }
  });

  it.each([
    ['engineRecords', 'linkis_cg_ec_resource_info_record'],
    ['contexts', 'linkis_ps_cs_context_history'],
  ] as const)('takes nothing of %s while a table has columns that could not come back', async (subject, table) => {
    const { database } = opened;
    const alter = (what: string) => database.execute(rawSql(`ALTER TABLE ${table} ${what}`));
    await alter('ADD COLUMN of_another_program INTEGER');
    try {
      const { id } = await cleanup.previewCleanup(bench.context(), { subject, rule: { ids: [1] } });
      await workOnPreviews(bench.context(), bench.signal);
      expect(await cleanup.readRun(bench.context(), id)).toMatchObject({
        state: 'failed',
        error: expect.stringContaining(`${table}.of_another_program`),
      });
    } finally {
      await alter('DROP COLUMN of_another_program');
    }
  });

  it('begins anew with an engine that reports after its record went, whose old record stays out', async () => {
    const run = await bench.clean(OLD);
    const event = {
      eventId: 'again',
      ticketId: 't1',
      phase: 'used',
      time: bench.now.toISOString(),
      labels: { user: 'alice', creator: 'IDE', engineType: 'spark', engineVersion: '1' },
    };
    expect(await recordEngineEvents(bench.context(), { events: [event] })).toMatchObject({ recorded: 1 });
    expect(await bench.undo(run.id)).toMatchObject({ state: 'done', affected: 2, skipped: 1 });
  });
});
