import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteEngineRecord, recordEngineEvents } from '@/server/engine-history/service';
import { CleanupBench } from '@/test/setup/cleanup';
import { RecordCleanupBench } from '@/test/setup/cleanup-records';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { addProtection, listSkipped, startRun } from './service';
import { workOnRuns } from './work';

/** Interleavings on each database: a thousand together where everything is to be tested. */
const RUNS = Number(process.env.TEST_INTERLEAVINGS ?? (process.env.TEST_REQUIRE_ALL === 'true' ? 334 : 15));
const CONTEXTS = 60;
const MINUTES = 60_000;

/** Those of engine records, which go the way of contexts through statements of their own. */
const RECORD_RUNS = Math.ceil(RUNS / 5);

/** Waits for all of them, also when one fails: nothing may go on into the next scenario. */
async function together(works: readonly Promise<unknown>[]): Promise<void> {
  for (const ended of await Promise.allSettled(works)) if (ended.status === 'rejected') throw ended.reason;
}

/** What somebody else does to one context while a cleanup works. */
const deed = fc.record({
  what: fc.constantFrom('use', 'change', 'value', 'remove', 'protect', 'add'),
  id: fc.integer({ min: 1, max: CONTEXTS }),
  afterMs: fc.integer({ min: 0, max: 30 }),
});
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

describe.each(KINDS)('cleanups among other writers on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.drop());

  /** Does one deed as the context service would. */
  async function act(bench: CleanupBench, { what, id }: Deed): Promise<void> {
    const { transaction } = opened.database;
    if (what === 'use') await bench.touch(id, 'access_time');
    else if (what === 'change') await bench.touch(id, 'update_time');
    else if (what === 'remove') await transaction((on) => on.contextListener.deleteMany({ where: { contextId: id } }));
    else if (what === 'add') await bench.add([{ id: 1000 + id, ageDays: 0 }]).catch(() => {});
    else if (what === 'value') {
      // The row of the context first, as the service locks it; a value only where that is there.
      await transaction(async (on) => {
        const { count } = await on.contextId.updateMany({ where: { id }, data: { updateTime: bench.now } });
        if (count === 1)
          await on.contextValue.updateMany({ where: { contextId: id }, data: { value: 'new', updateTime: bench.now } });
      });
    } else await addProtection(bench.context(), { subject: 'contexts', kind: 'id', value: String(id) }).catch(() => {});
  }

  it(
    'delete nothing but frozen rows that nobody touched, whole, and archive just that',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(deed, { maxLength: 20 }),
          fc.integer({ min: 3, max: 40 }),
          async (deeds, batchSize) => {
            const bench = new CleanupBench(opened.database);
            try {
              await bench.add(Array.from({ length: CONTEXTS }, (_, index) => ({ id: index + 1, values: 1 })));
              const { id } = await bench.preview({ time: 'access', olderThanSeconds: 86_400 });
              await opened.database.client.cleanupRun.update({ where: { id }, data: { batchSize } });
              bench.wait(1);
              await startRun(bench.context(), id, 'among others');
              await together([
                workOnRuns(bench.context(), bench.signal),
                ...deeds.map(async (one) => {
                  await new Promise((done) => setTimeout(done, one.afterMs));
                  await act(bench, one);
                }),
              ]);
              const run = await bench.work(id);
              expect(run).toMatchObject({ state: 'done', processed: CONTEXTS });
              const { items } = await listSkipped(bench.context(), id, { pageSize: 1000 });
              expect(run.affected + items.length).toBe(CONTEXTS);
              const left = await bench.ids();
              // What is there of the frozen rows is what was skipped; what was added is there.
              expect(left.filter((one) => one <= CONTEXTS)).toEqual(items.map((item) => item.id));
              const added = new Set(deeds.filter(({ what }) => what === 'add').map((one) => 1000 + one.id));
              expect(new Set(left.filter((one) => one > CONTEXTS))).toEqual(added);
              // Nobody is left without an owner, and who stayed kept all values.
              const values = await opened.database.client.contextValue.findMany({ select: { contextId: true } });
              const owners = values.map(({ contextId }) => contextId ?? 0);
              expect(new Set(owners)).toEqual(new Set(left));
              if (run.affected > 0)
                expect(await bench.undo(id)).toMatchObject({ state: 'done', affected: run.affected, skipped: 0 });
            } finally {
              await bench.reset();
              bench.remove();
            }
          },
        ),
        { numRuns: RUNS },
      );
    },
    20 * MINUTES,
  );
});

const RECORDS = 40;

/** What somebody else does to one engine while a cleanup of records works. */
const report = fc.record({
  what: fc.constantFrom('report', 'delete', 'archive', 'claim', 'share', 'protect'),
  id: fc.integer({ min: 1, max: RECORDS }),
  afterMs: fc.integer({ min: 0, max: 30 }),
});
type Report = typeof report extends fc.Arbitrary<infer T> ? T : never;

describe.each(KINDS)('cleanups of records among engine managers on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.drop());

  /** Reports an event that happened long ago, as a manager does that was out of reach. Returns its id once it is kept. */
  async function tell(bench: RecordCleanupBench, id: number, number: number): Promise<string | null> {
    const eventId = `told-${number}`;
    const labels = { user: 'alice', creator: 'IDE', engineType: 'spark', engineVersion: String(id) };
    const event = { eventId, ticketId: `t${id}`, phase: 'used', time: '2026-01-26T11:00:00Z', labels };
    // A ticket that has another label by now is none of this manager's.
    const { rejected } = await recordEngineEvents(bench.context(), { events: [event] });
    return rejected === 0 ? eventId : null;
  }

  async function act(bench: RecordCleanupBench, what: string, id: number): Promise<void> {
    const { transaction } = opened.database;
    const ticketId = `t${id}`;
    const change = (data: { state?: string; stateTime?: Date; claimId?: string }) =>
      transaction((on) => on.logArchive.updateMany({ where: { ticketId }, data }));
    if (what === 'delete') await deleteEngineRecord(bench.context(), ticketId).catch(() => {});
    else if (what === 'archive') await change({ state: 'expired', stateTime: bench.now });
    else if (what === 'claim') await change({ claimId: 'me' });
    else if (what === 'share')
      await bench
        .addRecords([{ id: 1000 + id, ticket: ticketId, events: 0, archived: false, ageDays: 0 }])
        .catch(() => {});
    else
      await addProtection(bench.context(), { subject: 'engineRecords', kind: 'id', value: String(id) }).catch(() => {});
  }

  async function expectNothingLost(
    bench: RecordCleanupBench,
    runId: number,
    affected: number,
    deeds: readonly Report[],
    acknowledged: ReadonlyMap<string, number>,
  ): Promise<void> {
    const { client } = opened.database;
    const { items } = await listSkipped(bench.context(), runId, { pageSize: 1000 });
    expect(affected + items.length).toBe(RECORDS);
    // Deleting an engine's record by hand takes what it has reported with it.
    const deleted = new Set(deeds.filter(({ what }) => what === 'delete').map(({ id }) => id));
    const there = new Set(await bench.ids());
    const left = items.filter(({ id, reason }) => reason !== 'gone' && !deleted.has(id));
    expect(left.filter(({ id }) => !there.has(id))).toEqual([]);
    const events = await client.engineEvent.findMany({ select: { eventId: true, ticketId: true } });
    const names = new Set(events.map(({ eventId }) => eventId));
    const kept = [...acknowledged].filter(([, id]) => !deleted.has(id)).map(([eventId]) => eventId);
    expect(kept.filter((eventId) => !names.has(eventId))).toEqual([]);
    const records = await client.engineRecord.findMany({ select: { ticketId: true } });
    const tickets = new Set(records.map(({ ticketId }) => ticketId));
    expect(events.filter(({ ticketId }) => !tickets.has(ticketId))).toEqual([]);
  }

  it(
    'lose no event that was acknowledged, and leave nothing of an engine behind but with its record',
    async () => {
      const scenario = fc.asyncProperty(
        fc.array(report, { maxLength: 15 }),
        fc.integer({ min: 3, max: 30 }),
        async (deeds, batchSize) => {
          const bench = new RecordCleanupBench(opened.database);
          try {
            await bench.addRecords(Array.from({ length: RECORDS }, (_, index) => ({ id: index + 1, events: 1 })));
            const { id } = await bench.preview({ time: 'release', olderThanSeconds: 86_400 });
            await opened.database.client.cleanupRun.update({ where: { id }, data: { batchSize } });
            bench.wait(1);
            await startRun(bench.context(), id, 'among others');
            const acknowledged = new Map<string, number>();
            await together([
              workOnRuns(bench.context(), bench.signal),
              ...deeds.map(async ({ what, id: one, afterMs }, number) => {
                await new Promise((done) => setTimeout(done, afterMs));
                if (what !== 'report') return act(bench, what, one);
                const eventId = await tell(bench, one, number);
                if (eventId) acknowledged.set(eventId, one);
              }),
            ]);
            const run = await bench.work(id);
            expect(run).toMatchObject({ state: 'done', processed: RECORDS });
            await expectNothingLost(bench, id, run.affected, deeds, acknowledged);
            if (run.affected > 0) expect(await bench.undo(id)).toMatchObject({ state: 'done', error: null });
          } finally {
            await bench.reset();
            bench.remove();
          }
        },
      );
      await fc.assert(scenario, { numRuns: RECORD_RUNS });
    },
    20 * MINUTES,
  );
});
