import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '@/server/platform/db/database';
import { CleanupBench } from '@/test/setup/cleanup';
import { KINDS, OTHER_KINDS, openTestDatabase, SERVERS } from '@/test/setup/databases';
import { Relay } from '@/test/setup/relay';
import { type S3Server, startS3 } from '@/test/setup/s3';
import { freePort } from '@/test/setup/server';
import * as cleanup from './service';
import { workOnRuns } from './work';

const CONTEXTS = 400;
const numbers = Array.from({ length: CONTEXTS }, (_, index) => index + 1);
/** Small batches, so that there is a middle. */
const BATCH = 25;

const disk = mkdtempSync(join(tmpdir(), 'engineroom-full-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]).status === 0;
if (!mounted) process.stdout.write('SKIPPED full disk: a small file system can be mounted by root only\n');
afterAll(() => {
  if (mounted) spawnSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** A cleanup of all contexts, started and not yet begun. */
async function started(bench: CleanupBench): Promise<number> {
  await bench.add(numbers.map((id) => ({ id, values: 1 })));
  const { id } = await bench.preview({ users: ['alice'] });
  await bench.database.client.cleanupRun.update({ where: { id }, data: { batchSize: BATCH } });
  bench.wait(1);
  await cleanup.startRun(bench.context(), id, 'for the test');
  return id;
}

/** Works on a run until so many of its rows are gone through, then does something. */
async function interrupted(bench: CleanupBench, id: number, happens: () => Promise<void> | void): Promise<unknown> {
  const work = workOnRuns(bench.context(), bench.signal).catch((error: unknown) => error);
  const looking = (async () => {
    for (;;) {
      const row = await bench.database.client.cleanupRun.findUnique({ where: { id } });
      if (!row || row.processed >= 4 * BATCH || row.state !== 'running') return happens();
      await new Promise((done) => setTimeout(done, 5));
    }
  })();
  await looking;
  return work;
}

describe.each(OTHER_KINDS)('a cleanup whose database restarts, on %s', (kind) => {
  it('goes on where it was, and its rows come back whole', async () => {
    const opened = await openTestDatabase(kind);
    const direct = new CleanupBench(opened.database);
    const relay = new Relay(await freePort(), new URL(SERVERS[kind as 'mysql']));
    await relay.up();
    const url = new URL(opened.url);
    url.port = String(relay.port);
    const database = await openDatabase({ url: url.toString(), timeZone: 'UTC', poolSize: 3 });
    const through = new CleanupBench(database, direct.folder);
    try {
      const id = await started(direct);
      const before = await direct.dump();
      through.now = direct.now;
      const work = workOnRuns(through.context(), through.signal).catch((error: unknown) => error);
      for (;;) {
        const { processed } = await direct.database.client.cleanupRun.findUniqueOrThrow({ where: { id } });
        if (processed >= 4 * BATCH) break;
      }
      await relay.down();
      expect(await work).toMatchObject({ code: 'database_unavailable' });
      expect(await cleanup.readRun(direct.context(), id)).toMatchObject({ state: 'running', error: null });
      await relay.up();
      expect(await through.work(id)).toMatchObject({ state: 'done', affected: before.linkis_ps_cs_context_id?.length });
      expect(await direct.ids()).toEqual([]);
      expect(await direct.undo(id)).toMatchObject({ state: 'done', skipped: 0 });
      expect(await direct.dump()).toEqual(before);
    } finally {
      await database.close();
      await relay.down();
      direct.remove();
      await opened.drop();
    }
  });
});

describe.each(KINDS)('a cleanup whose storage fails, on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: CleanupBench;
  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.drop());
  afterEach(async () => {
    await bench.reset();
    bench.remove();
  });

  /** Pauses with its fault, having archived all that it deleted; goes on after the mend; comes back whole. */
  async function survives(fail: () => Promise<void> | void, mend: () => Promise<void> | void): Promise<void> {
    const id = await started(bench);
    const before = await bench.dump();
    await interrupted(bench, id, fail);
    const paused = await cleanup.readRun(bench.context(), id);
    expect(paused).toMatchObject({ state: 'paused', error: expect.stringContaining('Nothing was deleted') });
    expect(paused.affected).toBeLessThan(CONTEXTS);
    expect(await bench.ids()).toHaveLength(CONTEXTS - paused.affected);
    const { segments } = await cleanup.readReceipt(bench.context(), id);
    expect(segments.reduce((sum, { rows }) => sum + rows, 0)).toBe(paused.affected);
    await mend();
    await cleanup.resumeRun(bench.context(), id);
    expect(await bench.work(id)).toMatchObject({ state: 'done', affected: CONTEXTS, error: null });
    expect(await bench.undo(id)).toMatchObject({ state: 'done', affected: CONTEXTS });
    expect(await bench.dump()).toEqual(before);
  }

  it.skipIf(!mounted)('for want of room pauses, and goes on when there is room', async () => {
    bench = new CleanupBench(opened.database, join(disk, 'data'));
    const filler = join(disk, 'filler');
    const fill = () => {
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    };
    await survives(fill, () => rmSync(filler));
  });

  it('on S3 pauses while that is down, and goes on when it is back', async () => {
    const s3: S3Server = await startS3('s3rver');
    const endpoint = new URL(s3.environment.S3_ENDPOINT as string);
    const relay = new Relay(await freePort(), endpoint);
    await relay.up();
    bench = new CleanupBench(opened.database, undefined, {
      ...s3.environment,
      S3_ENDPOINT: `http://127.0.0.1:${relay.port}`,
    });
    try {
      await survives(
        () => relay.down(),
        () => relay.up(),
      );
      expect(bench.objects()).toEqual([]);
    } finally {
      await relay.down();
      await s3.stop();
    }
  });
});
