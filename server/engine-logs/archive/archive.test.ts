import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getLogLocation } from '@/server/engine-history/service';
import { ArchiveBench, lines, START } from '@/test/setup/archive';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { Gateway } from '@/test/setup/linkis-gateway';
import { openLog } from '../log-opening';
import { OpenLog, openEngineLog } from '../reader/open-log';
import { archiveDue } from './batch';
import { queueEnded } from './find-ended';
import { findArchiveStatuses, openArchived } from './open-archived';
import { type OpenSource, openOriginal } from './source';

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
    expect(await openArchived(bench.context, ticket, 'gc')).toEqual({
      state: 'absent',
      reason: expect.stringMatching(/^It was not there/),
    });
    const row = await bench.row(ticket);
    expect(row).toMatchObject({ sourceInstance: `h-${ticket}:1`, sourceEcm: 'ecm:9102', pendingKey: null });
    expect(row.expiresTime?.getTime()).toBe(bench.now.getTime() + 90 * 86_400_000);
    const log = await openArchived(bench.context, ticket, 'stdout');
    if (log.state !== 'archived') throw new Error('not archived');
    expect(log.totalLines).toBe(60_000);
    const [part] = log.parts;
    expect(part).toMatchObject({ fingerprint: expect.stringMatching(/^4096-[0-9a-f]{16}$/), sizeBytes: text.length });
    expect(part?.modifiedTime).toEqual(new Date(START.getTime() - 600_000));
    const statuses = await findArchiveStatuses(bench.context, ticket);
    expect(statuses.get('gc')?.reason).toMatch(
      /^It was not there .* on 2026-05-06: The engine has not written this log/,
    );
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
      const local = await (await bench.part(ticket, stream)).local();
      if (local.format !== 'gzip-blocks') throw new Error('not in blocks');
      expect(execFileSync('zcat', [local.path], { maxBuffer: 16 * MIB }).toString()).toBe(expected);
      expect(local.offsets).toHaveLength(Math.ceil(expected.length / MIB) + 1);
      if (expected !== '') expect(local.offsets.at(-1)).toBe(readFileSync(local.path).length);
      expect(local).toMatchObject({ sizeBytes: expected.length, blockBytes: MIB });
    }
  });

  it('keeps the files of a rolled log apart, so that anchors into them still hold', async () => {
    bench.writeLog(ticket, 'stdout', lines(40_000));
    const rolled = `${bench.pathOf(ticket, 'stdout')}.1`;
    const older = Buffer.concat([
      Buffer.from('the oldest line\n'),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.alloc(MIB, 'x'),
    ]);
    writeFileSync(rolled, older);
    utimesSync(rolled, new Date(START.getTime() - 900_000), new Date(START.getTime() - 900_000));
    const location = await getLogLocation(bench.context, ticket);
    const before = await openEngineLog(bench.context.configuration, location, 'stdout');
    if ('reason' in before) throw new Error(before.reason);
    await bench.archive();
    const archived = await openArchived(bench.context, ticket, 'stdout');
    if (archived.state !== 'archived') throw new Error('not archived');
    const after = new OpenLog(bench.context.configuration, 'stdout', archived.parts, before.provenance);
    expect(after.partList()).toEqual(before.partList());
    expect(after.parts.map((part) => part.encoding)).toEqual(before.parts.map((part) => part.encoding));
    const anchor = `${before.parts[1]?.fingerprint}-1000`;
    expect(await after.resolveAnchor(anchor)).toBe(older.length + 1000);
    expect((await after.read(0, after.sizeBytes)).equals(await before.read(0, before.sizeBytes))).toBe(true);
    expect(await after.totalLines()).toBe(await before.totalLines());
    expect(archived.totalLines).toBe(await before.totalLines());
    await before.close();
  });

  it('keeps what can be read of a log in too many files, and says that its beginning is missing', async () => {
    bench.writeLog(ticket, 'stdout', 'last\n');
    for (let part = 1; part <= 500; part++) writeFileSync(`${bench.pathOf(ticket, 'stdout')}.${part}`, `${part}\n`);
    await bench.archive();
    const reason = 'Its beginning is missing: it is in 501 files, of which the newest 500 are read.';
    expect((await findArchiveStatuses(bench.context, ticket)).get('stdout')).toMatchObject({
      state: 'archived',
      reason,
    });
    rmSync(join(bench.folder, 'logs'), { recursive: true });
    const location = await getLogLocation(bench.context, ticket);
    const log = await openLog(bench.context, location, 'stdout');
    if ('reason' in log) throw new Error(log.reason);
    expect(log.provenance).toMatchObject({ state: 'truncated', source: 'archive', reason });
    expect((await log.read(0, log.sizeBytes)).toString()).toMatch(/^499\n498\n[\s\S]*\n1\nlast\n$/);
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
      const log = await openOriginal(context, location, stream);
      if ('reason' in log || stream !== 'stdout' || tampered) return log;
      tampered = true;
      const parts = log.parts.map((part) => ({
        ...part,
        read: async (offset: number, length: number) => {
          const bytes = await part.read(offset, length);
          if (how === 'grows') appendFileSync(bench.pathOf(ticket, stream), 'more\n');
          else truncateSync(bench.pathOf(ticket, stream), 10);
          return bytes;
        },
      }));
      return new OpenLog(context.configuration, stream, parts, log.provenance);
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
    expect(reason).toMatch(/^It was not there when it was to be archived on 2026-05-06: .*directory/);
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
        await archiveDue(context, openOriginal, 'local', signal);
      }
      return openOriginal(context, location, stream);
    };
    await archiveDue(bench.context, stolen, 'local', signal);
    expect((await bench.read(ticket))?.toString()).toBe(lines(10));
    expect(bench.archives()).toHaveLength(2);
  });

  it('fetches the log of a remote engine manager, once it is whole', async () => {
    const gateway = new Gateway();
    gateway.text = lines(2000);
    const environment = { LINKIS_ECM_URLS: `ecm:9102=${await gateway.start()}`, LINKIS_ECM_TOKEN: 'LAB-AUTH' };
    const remote = new ArchiveBench(opened.database, environment);
    for (let tries = 0; tries < 20 && (await remote.states(ticket)).stdout !== 'archived'; tries++) {
      await remote.archive();
      remote.wait(300);
    }
    expect((await remote.read(ticket))?.toString()).toBe(lines(2000));
    gateway.stop();
    remote.remove();
  });

  it('keeps trying while the engine manager does not answer', async () => {
    const environment = { LINKIS_ECM_URLS: 'ecm:9102=http://127.0.0.1:1', LINKIS_ECM_TOKEN: 'LAB-AUTH' };
    const remote = new ArchiveBench(opened.database, environment);
    remote.wait(7200);
    await remote.archive();
    expect(await remote.row(ticket)).toMatchObject({ state: 'pending', attempts: 1 });
    remote.remove();
  });
});
