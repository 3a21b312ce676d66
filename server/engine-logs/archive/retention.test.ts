import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ArchiveBench, lines } from '@/test/setup/archive';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { expectReadsByIndex } from '@/test/setup/plans';
import { readMergedLog } from '../log-merge';
import { openArchived } from './open-archived';
import { expireDue } from './retention';
import { claimDue, expireArchives, queueEngines } from './store';

const { signal } = new AbortController();

describe.each(KINDS)('retention and damage of the log archive on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: ArchiveBench;
  const ticket = 'ticket-1';

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.drop());
  beforeEach(async () => {
    bench = new ArchiveBench(opened.database);
    await bench.clear();
    await bench.addEngine(ticket, -500);
  });
  afterEach(() => bench.remove());

  it('removes archives whose time has come, and says so', async () => {
    bench.writeLog(ticket, 'stdout', lines(10));
    await bench.archive();
    bench.wait(89 * 86_400);
    expect(await expireDue(bench.context, signal)).toBe(false);
    expect(await bench.read(ticket)).not.toBeNull();
    bench.wait(2 * 86_400);
    await expireDue(bench.context, signal);
    expect(bench.archives()).toEqual([]);
    expect(await openArchived(bench.context, ticket, 'stdout')).toEqual({
      state: 'expired',
      reason: 'It was archived on 2026-05-06 and removed by the retention on 2026-08-05.',
    });
    expect(await bench.row(ticket)).toMatchObject({ state: 'expired', storageKey: null, dueTime: null });
    const [event] = await bench.database.client.auditEvent.findMany({
      where: { action: 'engineLogs.expire' },
      orderBy: { id: 'desc' },
      take: 1,
    });
    expect(event).toMatchObject({
      actor: 'system',
      objectId: '1 logs',
      detail: JSON.stringify({ logs: [`${ticket}/stdout`] }),
    });
  });

  it('keeps archives for ever when told to', async () => {
    const forever = new ArchiveBench(opened.database, { LOG_ARCHIVE_DAYS: '0' });
    forever.writeLog(ticket, 'stdout', lines(10));
    await forever.archive();
    expect((await forever.row(ticket)).expiresTime).toBeNull();
    forever.remove();
  });

  it('never shows a damaged block, index or end', async () => {
    const text = lines(60_000);
    bench.writeLog(ticket, 'stdout', text);
    await bench.archive();
    const [file = '', index = ''] = bench.archives();
    const whole = readFileSync(file);
    const fresh = () => {
      bench.database.memory.clear();
      return bench.part(ticket);
    };
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged.readUInt8(whole.length - 2000) ^ 0x55, whole.length - 2000);
    writeFileSync(file, damaged);
    const log = await fresh();
    expect((await log.read(0, 1000)).toString()).toBe(text.slice(0, 1000));
    await expect(log.read(text.length - 100, 100)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringMatching(new RegExp(`stdout of ticket ${ticket} is damaged: block \\d`)),
    });

    const offsets = (await log.local()) as { offsets: number[] };
    const [, second = 0, third = 0] = offsets.offsets;
    // A block of the right form, but another one than was archived there.
    writeFileSync(file, Buffer.concat([whole.subarray(second, third), whole.subarray(second)]));
    const swapped = await fresh();
    await expect(swapped.read(0, 10)).rejects.toMatchObject({ code: 'internal' });

    writeFileSync(file, whole.subarray(0, whole.length - 100));
    const cut = await fresh();
    await expect(cut.read(text.length - 100, 100)).rejects.toMatchObject({ code: 'gone' });

    writeFileSync(index, readFileSync(index, 'utf8').replace('"lines":60000', '"lines":60001'));
    await expect(fresh()).rejects.toMatchObject({ code: 'internal', message: expect.stringMatching(/index/) });
    rmSync(index);
    await expect(fresh()).rejects.toMatchObject({ code: 'gone' });
  });

  it('is left out, when it is damaged, where all logs of its engine are read as one', async () => {
    bench.writeLog(ticket, 'stdout', lines(10));
    await bench.archive();
    const [, index = ''] = bench.archives();
    rmSync(index);
    rmSync(bench.pathOf(ticket, 'stdout'));
    bench.database.memory.clear();
    bench.writeLog(ticket, 'stderr', lines(3));
    const { lines: merged } = await readMergedLog(bench.context, ticket, { limit: 10 });
    expect(merged.map(({ stream, number }) => [stream, number])).toEqual([1, 2, 3].map((number) => ['stderr', number]));
  });

  it('goes on when the disk takes files again', async () => {
    bench.writeLog(ticket, 'stdout', lines(10));
    // A file where the directory should be: a disk that takes nothing, also for root.
    rmSync(join(bench.folder, 'data'), { recursive: true, force: true });
    writeFileSync(join(bench.folder, 'data'), '');
    await expect(bench.archive()).rejects.toThrow(/writing/);
    expect(await bench.row(ticket)).toMatchObject({ state: 'pending', attempts: 1 });
    expect(await bench.read(ticket)).toBeNull();
    rmSync(join(bench.folder, 'data'));
    bench.wait(120);
    await bench.archive();
    expect((await bench.read(ticket))?.toString()).toBe(lines(10));
  });

  it('finds what is due, and what has expired, by index', async () => {
    const engines = Array.from({ length: 400 }, (_, index) => ({ ticketId: `due-${index}`, endedTime: null }));
    const due = () => bench.now;
    await expectReadsByIndex(opened.database, ['er_log_archive'], async (database) => {
      expect(await queueEngines(database, engines, due, bench.now)).toBe(400);
      expect(await queueEngines(database, engines, due, bench.now)).toBe(0);
      const until = new Date(bench.now.getTime() + 60_000);
      const [first, second] = await Promise.all([
        claimDue(database, 'pending', bench.now, until, 300),
        claimDue(database, 'pending', bench.now, until, 300),
      ]);
      const ids = [...first.rows, ...second.rows].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(await expireArchives(database, bench.now, 100)).toBe(0);
    });
  });
});
