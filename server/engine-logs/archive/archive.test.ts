import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ArchiveBench, lines } from '@/test/setup/archive';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { archiveDue } from './batch';
import { queueEnded } from './find-ended';
import { findArchiveStatuses, openArchivedPart } from './open-archived';
import { type OpenSource, openDirectorySource } from './source';

const MIB = 1 << 20;
const { signal } = new AbortController();
describe.each(KINDS)('log archive on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: ArchiveBench;
  let ticket = '';
  let number = 0;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.drop());
  beforeEach(async () => {
    bench = new ArchiveBench(opened.database);
    ticket = `ticket-${++number}`;
    await bench.clear();
    await bench.addEngine(ticket, -500);
  });
  afterEach(() => bench.remove());

  it('archives the streams of an ended engine, and says what was not there', async () => {
    const text = lines(60_000);
    bench.writeLog(ticket, 'stdout', text);
    bench.writeLog(ticket, 'stderr', '');
    await bench.archive();
    expect(await bench.states(ticket)).toEqual({
      gc: 'absent',
      stderr: 'archived',
      stdout: 'archived',
      udfLog: 'absent',
      yarnApp: 'absent',
    });
    expect((await bench.read(ticket))?.toString()).toBe(text);
    expect((await bench.read(ticket, 'stderr'))?.length).toBe(0);
    expect(await openArchivedPart(bench.context, ticket, 'gc')).toBeNull();
    const row = await bench.row(ticket);
    expect(row).toMatchObject({ sourceInstance: `h-${ticket}:1`, sourceEcm: 'ecm:9102', pendingKey: null });
    expect(row.expiresTime?.getTime()).toBe(bench.now.getTime() + 90 * 86_400_000);
    const log = await openArchivedPart(bench.context, ticket, 'stdout');
    if (log?.state !== 'archived') throw new Error('not archived');
    expect(log.totalLines).toBe(60_000);
    expect(log.parts).toEqual([
      { fingerprint: expect.stringMatching(/^4096-[0-9a-f]{16}$/), startOffset: 0, sizeBytes: text.length },
    ]);
    expect(log.newlines.at(1)).toBe(text.slice(0, MIB).split('\n').length - 1);
    expect(log.times[0]).toBe('2026-05-06 10:20:00');
    const statuses = await findArchiveStatuses(bench.context, ticket);
    expect(statuses.get('gc')?.reason).toMatch(/^it was not there .* on 2026-05-06: the engine has not written it/);
    expect(statuses.get('stdout')).toMatchObject({ state: 'archived', sizeBytes: text.length, reason: null });
  });

  it('makes a file that gzip reads, with blocks that are read one by one', async () => {
    const text = lines(70_000);
    bench.writeLog(ticket, 'stdout', text);
    bench.writeLog(ticket, 'gc', '');
    await bench.archive();
    for (const [stream, expected] of [
      ['stdout', text],
      ['gc', ''],
    ] as const) {
      const log = await openArchivedPart(bench.context, ticket, stream);
      if (log?.state !== 'archived') throw new Error('not archived');
      const local = await log.part.local();
      if (local.format !== 'gzip-blocks') throw new Error('not in blocks');
      expect(execFileSync('zcat', [local.path], { maxBuffer: 16 * MIB }).toString()).toBe(expected);
      expect(local.offsets.length).toBe(Math.max(1, Math.ceil(expected.length / MIB)) + 1);
      expect(local.offsets.at(-1)).toBe(readFileSync(local.path).length);
      expect(local).toMatchObject({ sizeBytes: expected.length, blockBytes: MIB });
    }
  });

  it('waits after the end, and while the log still grows', async () => {
    await bench.addEngine(`${ticket}-late`, 0);
    bench.writeLog(`${ticket}-late`, 'stdout', 'first\n', 30);
    await bench.archive();
    expect((await bench.states(`${ticket}-late`)).stdout).toBe('pending');
    bench.wait(61);
    await bench.archive();
    expect((await bench.states(`${ticket}-late`)).stdout).toBe('pending');
    bench.writeLog(`${ticket}-late`, 'stdout', 'first\nlast\n', 32);
    bench.wait(40);
    await bench.archive();
    expect((await bench.read(`${ticket}-late`))?.toString()).toBe('first\nlast\n');
  });

  it('does nothing when it has the log, and takes it anew when it has become longer', async () => {
    bench.writeLog(ticket, 'stdout', lines(100));
    await bench.archive();
    const before = await bench.row(ticket);
    const files = bench.archives();
    expect(files).toHaveLength(2);
    await bench.archive();
    bench.wait(3601);
    await bench.archive();
    expect(bench.archives()).toEqual(files);
    expect(await bench.row(ticket)).toEqual({ ...before, dueTime: null });

    await bench.database.client.logArchive.updateMany({
      where: { ticketId: ticket, stream: 'stdout' },
      data: { dueTime: bench.now },
    });
    bench.writeLog(ticket, 'stdout', lines(101));
    await bench.archive();
    expect((await bench.read(ticket))?.toString()).toBe(lines(101));
    expect(bench.archives()).toHaveLength(2);
    await bench.database.client.logArchive.updateMany({
      where: { ticketId: ticket, stream: 'stdout' },
      data: { dueTime: bench.now },
    });
    rmSync(bench.pathOf(ticket, 'stdout'));
    await bench.archive();
    expect((await bench.read(ticket))?.toString()).toBe(lines(101));
  });

  it.each(['grows', 'shrinks'])('tries a log again that %s while it is read', async (how) => {
    bench.writeLog(ticket, 'stdout', lines(60_000));
    let tampered = false;
    const tampering: OpenSource = async (context, location, stream) => {
      const source = await openDirectorySource(context, location, stream);
      if (!('parts' in source) || stream !== 'stdout' || tampered) return source;
      tampered = true;
      const [part] = source.parts;
      if (!part) return source;
      const read: typeof part.read = async (offset, length) => {
        const bytes = await part.read(offset, length);
        if (how === 'grows') appendFileSync(bench.pathOf(ticket, stream), 'more\n');
        else truncateSync(bench.pathOf(ticket, stream), 10);
        return bytes;
      };
      return { parts: [{ ...part, read }] };
    };
    await bench.archive(tampering);
    expect(await bench.row(ticket)).toMatchObject({
      state: 'pending',
      error: expect.stringMatching(/while it was read/),
    });
    expect(await bench.read(ticket)).toBeNull();
    expect(bench.archives()).toEqual([]);
    bench.writeLog(ticket, 'stdout', lines(50));
    bench.wait(3600);
    await bench.archive();
    expect((await bench.read(ticket))?.toString()).toBe(lines(50));
  });

  it('waits for a directory that may come back, and gives up in the end', async () => {
    await bench.archive();
    expect(await bench.row(ticket)).toMatchObject({ state: 'pending', error: expect.stringMatching(/directory/) });
    bench.wait(7200);
    await bench.archive();
    expect(await bench.row(ticket)).toMatchObject({ state: 'absent' });
    const { reason } = (await findArchiveStatuses(bench.context, ticket)).get('stdout') ?? {};
    expect(reason).toMatch(/^it was not there when it was to be archived on 2026-05-06: .*directory/);
  });

  it('notes that the record is gone', async () => {
    await queueEnded(bench.context);
    await bench.database.client.engineRecord.deleteMany();
    await bench.archive();
    expect(await bench.row(ticket)).toMatchObject({ state: 'absent', error: expect.stringMatching(/record/) });
  });

  it('archives each log once with two workers', async () => {
    const tickets = Array.from({ length: 12 }, (_, index) => `${ticket}-${index}`);
    for (const one of tickets) {
      await bench.addEngine(one, -300);
      bench.writeLog(one, 'stdout', `${one}\n${lines(500)}`);
    }
    await Promise.all([bench.archive(), bench.archive(), bench.archive()]);
    for (const one of tickets) expect((await bench.read(one))?.toString()).toBe(`${one}\n${lines(500)}`);
    expect(bench.archives()).toHaveLength(tickets.length * 2);
  });

  it('leaves the claim to another worker that has lost it', async () => {
    bench.writeLog(ticket, 'stdout', lines(10));
    await queueEnded(bench.context);
    const stolen: OpenSource = async (context, location, stream) => {
      if (stream === 'stdout') {
        bench.wait(200);
        await archiveDue(context, openDirectorySource, 'local', signal);
      }
      return openDirectorySource(context, location, stream);
    };
    await archiveDue(bench.context, stolen, 'local', signal);
    expect((await bench.read(ticket))?.toString()).toBe(lines(10));
    expect(bench.archives()).toHaveLength(2);
  });
});
