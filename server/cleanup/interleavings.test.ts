import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CleanupBench } from '@/test/setup/cleanup';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { addProtection, listSkipped, startRun } from './service';
import { workOnRuns } from './work';

/** Interleavings on each database: a thousand together where everything is to be tested. */
const RUNS = Number(process.env.TEST_INTERLEAVINGS ?? (process.env.TEST_REQUIRE_ALL === 'true' ? 334 : 15));
const CONTEXTS = 60;
const MINUTES = 60_000;

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
    const { client } = opened.database;
    if (what === 'use') await bench.touch(id, 'access_time');
    else if (what === 'change') await bench.touch(id, 'update_time');
    else if (what === 'remove') await client.contextListener.deleteMany({ where: { contextId: id } });
    else if (what === 'add') await bench.add([{ id: 1000 + id, ageDays: 0 }]).catch(() => {});
    else if (what === 'value') {
      // The row of the context first, as the service locks it; a value only where that is there.
      await opened.database.transaction(async (on) => {
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
              await Promise.all([
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
