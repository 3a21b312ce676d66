import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CleanupRule } from '@/contracts/cleanup';
import { ArchiveBench, lines } from '@/test/setup/archive';
import { RecordCleanupBench } from '@/test/setup/cleanup-records';
import { KINDS, openTestDatabase } from '@/test/setup/databases';

const DAY = 86_400;

describe.each(KINDS)('archived logs of records that a cleanup takes, on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let logs: ArchiveBench;
  let bench: RecordCleanupBench;
  const TEXT = lines(1000);

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.drop());
  beforeEach(async () => {
    logs = new ArchiveBench(opened.database);
    await logs.clear();
    bench = new RecordCleanupBench(opened.database, join(logs.folder, 'data'));
    for (const ticket of ['one', 'two']) {
      await logs.addEngine(ticket, -500);
      logs.writeLog(ticket, 'stdout', TEXT);
    }
    await logs.archive();
    logs.wait(50 * DAY);
    bench.now = logs.now;
  });
  afterEach(async () => {
    await bench.reset();
    logs.remove();
  });

  it('are read again after an undo, and stay when the cleanup’s archive has gone', async () => {
    const before = await bench.dump();
    const run = await bench.clean({ time: 'release', olderThanSeconds: 30 * DAY });
    expect(run).toMatchObject({ affected: 2 });
    expect(await logs.read('one')).toBeNull();
    await bench.undo(run.id);
    expect(await bench.dump()).toEqual(before);
    expect((await logs.read('one'))?.toString()).toBe(TEXT);
    bench.wait(8 * DAY);
    await bench.expire();
    expect(bench.objects()).toEqual([]);
    expect((await logs.read('two'))?.toString()).toBe(TEXT);
    expect(logs.archives()).toHaveLength(4);
  });

  it('go with the cleanup’s archive, but for what another cleanup can put back still', async () => {
    const rule: CleanupRule = { time: 'release', olderThanSeconds: 30 * DAY };
    expect(logs.archives()).toHaveLength(4);
    const first = await bench.clean(rule);
    await bench.undo(first.id);
    bench.wait(5 * DAY);
    const [one = 0] = await bench.ids();
    const second = await bench.clean({ ids: [one] });
    expect(second).toMatchObject({ affected: 1 });
    bench.wait(3 * DAY);
    await bench.expire();
    expect(logs.archives()).toHaveLength(4);
    expect(await bench.undo(second.id)).toMatchObject({ affected: 1 });
    logs.now = bench.now;
    expect((await logs.read('one'))?.toString()).toBe(TEXT);
    await bench.clean({ ids: [one] });
    bench.wait(8 * DAY);
    await bench.expire();
    expect(logs.archives()).toHaveLength(2);
    expect((await logs.read('two'))?.toString()).toBe(TEXT);
  });
});
