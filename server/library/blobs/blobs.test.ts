import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { bytesOf, chunksOf, LibraryBench } from '@/test/setup/library';
import { checkBlobs } from './check';
import { collectBlobs } from './collect';
import { openBlob } from './open-blob';
import { storeBlob } from './store-blob';
import { blobUsage } from './usage/service';

const DAY = 86_400;
const sha256Of = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

describe.each(KINDS)('blobs on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: LibraryBench;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
  });
  afterAll(() => opened.drop());
  beforeEach(async () => {
    bench = new LibraryBench(opened.database);
    await bench.clear();
  });
  afterEach(() => bench.remove());

  const store = (...pieces: (Buffer | string)[]) => storeBlob(bench.context, chunksOf(...pieces));
  const row = (sha256: string) => bench.database.client.blob.findUnique({ where: { sha256 } });
  const pathOf = (sha256: string) => join(bench.folder, 'blobs', sha256.slice(0, 2), sha256);
  const collect = (options: { dryRun?: boolean; graceSeconds?: number } = {}) =>
    collectBlobs(bench.context, { dryRun: false, ...options });
  /** Something that names a blob. */
  const name = (sha256: string) =>
    bench.database.client.materialUploadBlob.create({ data: { uploadId: sha256.slice(0, 8), sha256 } });

  it('are stored under their hash, once, and read back whole and in ranges', async () => {
    const bytes = randomBytes(1_500_000);
    const blob = await store(bytes.subarray(0, 700_000), bytes.subarray(700_000));
    expect(blob).toEqual({
      sha256: sha256Of(bytes),
      md5: createHash('md5').update(bytes).digest('hex'),
      size: 1_500_000,
    });
    expect(bench.files()).toEqual([`${blob.sha256.slice(0, 2)}/${blob.sha256}`]);
    expect(await row(blob.sha256)).toMatchObject({ state: 'stored', md5: blob.md5, size: 1_500_000n, fault: null });
    expect(await store(bytes)).toEqual(blob);
    expect(bench.files()).toHaveLength(1);
    const open = await openBlob(bench.context, blob.sha256);
    expect(open.size).toBe(bytes.length);
    expect((await bytesOf(open.stream())).equals(bytes)).toBe(true);
    expect((await bytesOf(open.stream(5, 900_000))).equals(bytes.subarray(5, 900_000))).toBe(true);
    expect((await open.read(10, 20)).equals(bytes.subarray(10, 20))).toBe(true);
    await expect(open.read(10, 1_500_001)).rejects.toMatchObject({ code: 'gone' });
  });

  it('may be empty', async () => {
    const { sha256 } = await store();
    expect(await bytesOf((await openBlob(bench.context, sha256)).stream())).toHaveLength(0);
  });

  it('refuse other bytes than declared, and keep nothing of what broke off', async () => {
    const declared = storeBlob(bench.context, chunksOf('right'), { sha256: sha256Of('wrong') });
    await expect(declared).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/SHA-256 .* not .* as declared/),
    });
    async function* cut() {
      yield Buffer.from('half of ');
      throw new Error('the connection was cut');
    }
    await expect(storeBlob(bench.context, cut())).rejects.toThrow('the connection was cut');
    expect(bench.files()).toEqual([]);
    expect(await bench.rows('er_blob')).toEqual([]);
    await storeBlob(bench.context, chunksOf('right'), { sha256: sha256Of('right') });
    expect(bench.files()).toHaveLength(1);
  });

  it('are one when the same bytes come twice at once', async () => {
    const bytes = randomBytes(300_000);
    const blobs = await Promise.all(Array.from({ length: 6 }, () => store(bytes)));
    expect(new Set(blobs.map(({ sha256 }) => sha256)).size).toBe(1);
    expect(bench.files()).toHaveLength(1);
    expect(await row(sha256Of(bytes))).toMatchObject({ state: 'stored' });
  });

  it('that were altered on disk are never given out whole, are marked, and are repaired by the same bytes', async () => {
    const bytes = randomBytes(1_200_000);
    const { sha256 } = await store(bytes);
    const altered = Buffer.from(bytes);
    altered[600_000] = (altered[600_000] ?? 0) ^ 1;
    writeFileSync(pathOf(sha256), altered);
    const pieces: Buffer[] = [];
    const reading = (async () => {
      for await (const chunk of (await openBlob(bench.context, sha256)).stream()) pieces.push(chunk);
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'gone',
      message: expect.stringMatching(/damaged: its bytes have changed/),
    });
    expect(Buffer.concat(pieces).length).toBeLessThan(bytes.length);
    expect(await row(sha256)).toMatchObject({ state: 'stored', fault: expect.stringContaining('have changed') });
    await expect(openBlob(bench.context, sha256)).rejects.toMatchObject({ code: 'gone' });
    expect((await blobUsage(bench.context)).damaged.blobs).toBe(1);
    await store(bytes);
    expect((await bytesOf((await openBlob(bench.context, sha256)).stream())).equals(bytes)).toBe(true);
  });

  it('that are cut or lost on disk fail before the first byte', async () => {
    const { sha256: cut } = await store('a blob that will be cut');
    truncateSync(pathOf(cut), 5);
    await expect(openBlob(bench.context, cut)).rejects.toMatchObject({
      code: 'gone',
      message: expect.stringMatching(/5 bytes instead of 23/),
    });
    const { sha256: lost } = await store('a blob that will be lost');
    rmSync(pathOf(lost));
    await expect(openBlob(bench.context, lost)).rejects.toMatchObject({
      code: 'gone',
      message: expect.stringMatching(/not in the storage/),
    });
    await expect(openBlob(bench.context, sha256Of('never'))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are found damaged by the check, which forgets faults that are over', async () => {
    const good = await store('good');
    const bad = await store('bad');
    writeFileSync(pathOf(bad.sha256), 'BAD');
    const check = () => checkBlobs(bench.context, { limit: 10, mostBytes: 1 << 20 });
    expect(await check()).toEqual({ checked: 2, bytes: 4, damaged: [bad.sha256], more: false });
    expect(await row(good.sha256)).toMatchObject({ fault: null, checkedTime: bench.now });
    expect(await check()).toMatchObject({ checked: 0 });
    writeFileSync(pathOf(bad.sha256), 'bad');
    bench.wait(31 * DAY);
    expect(await check()).toMatchObject({ checked: 2, damaged: [] });
    expect(await row(bad.sha256)).toMatchObject({ fault: null });
  });

  it('go when nothing names them for the grace period, and not before', async () => {
    const named = await store('named');
    const loose = await store('loose');
    await name(named.sha256);
    bench.wait(DAY - 10);
    expect(await collect()).toMatchObject({ blobs: 0 });
    bench.wait(20);
    expect(await collect({ dryRun: true })).toMatchObject({ blobs: 1, bytes: 5, sha256: [loose.sha256] });
    expect(bench.files()).toHaveLength(2);
    expect(await collect()).toMatchObject({ blobs: 1, bytes: 5, sha256: [loose.sha256], more: false });
    expect(bench.files()).toEqual([`${named.sha256.slice(0, 2)}/${named.sha256}`]);
    expect(await row(loose.sha256)).toBeNull();
    const [trail] = await bench.database.client.auditEvent.findMany({ where: { action: 'library.collect' } });
    expect(JSON.parse(trail?.detail ?? '{}')).toEqual({ sha256: [loose.sha256] });
  });

  it('are kept when they are stored again in time', async () => {
    const { sha256 } = await store('again');
    bench.wait(2 * DAY);
    await store('again');
    expect(await collect()).toMatchObject({ blobs: 0 });
    expect(existsSync(pathOf(sha256))).toBe(true);
  });

  it('leave no remains: unfinished writes and bytes that no row knows go after the grace period', async () => {
    const { sha256 } = await store('known');
    const orphan = sha256Of('orphan');
    for (const [path, text] of [
      [pathOf(orphan), 'orphan'],
      [`${pathOf(sha256Of('unfinished'))}.part`, 'unfin'],
      [join(bench.folder, 'blobs', 'staging', 'left'), 'left'],
    ] as const) {
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, text);
      utimesSync(path, bench.now, bench.now);
    }
    bench.wait(60);
    expect(await collect()).toMatchObject({ blobs: 0, unfinished: 0 });
    await name(sha256);
    bench.wait(DAY);
    expect(await collect()).toMatchObject({ blobs: 1, bytes: 6, unfinished: 2, unfinishedBytes: 9 });
    expect(bench.files()).toEqual([`${sha256.slice(0, 2)}/${sha256}`]);
    expect(await bench.rows('er_blob')).toHaveLength(1);
  });

  it('are written anew by a writer that meets their removal, when it ends and when it was left', async () => {
    const { sha256 } = await store('on its way out');
    const { client } = bench.database;
    await client.blob.update({ where: { sha256 }, data: { state: 'removing', touchedTime: bench.now } });
    const writing = store('on its way out');
    await sleep(250);
    rmSync(pathOf(sha256));
    await client.blob.delete({ where: { sha256 } });
    await writing;
    expect(readFileSync(pathOf(sha256), 'utf8')).toBe('on its way out');
    await client.blob.update({ where: { sha256 }, data: { state: 'removing', touchedTime: bench.now } });
    bench.wait(61);
    await store('on its way out');
    expect(await row(sha256)).toMatchObject({ state: 'stored' });
    expect(readFileSync(pathOf(sha256), 'utf8')).toBe('on its way out');
  });

  it('survive any interleaving of writers, names and collections', async () => {
    const texts = ['one', 'two', 'three', 'four'];
    for (let round = 0; round < 12; round++) {
      for (const text of texts) await store(text);
      await bench.database.client.materialUploadBlob.deleteMany();
      bench.wait(2 * DAY);
      const writers = texts.map(async (text, index) => {
        await sleep(Math.random() * 12);
        const { sha256 } = await store(text);
        if (index % 2 === 0) await name(sha256);
        return sha256;
      });
      const collections = [collect(), sleep(Math.random() * 10).then(() => collect())];
      const stored = await Promise.all(writers);
      await Promise.all(collections);
      for (const [index, sha256] of stored.entries()) {
        // Stored a moment ago: within the grace period it must be there, named or not.
        const bytes = await bytesOf((await openBlob(bench.context, sha256)).stream());
        expect(bytes.toString()).toBe(texts[index]);
      }
      expect(bench.files()).toHaveLength(texts.length);
    }
  });
});
