import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorOf } from '@/test/setup/context';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { chunksOf, MaterialBench, pluginZip, settled } from '@/test/setup/materials';
import { expireUploads } from './expire';
import {
  cancelUpload,
  createUpload,
  inspectUpload,
  listUploads,
  publishUpload,
  readUpload,
  receiveUpload,
} from './service';

const OPTIONS = { force: false, clientIp: '' };

/** Bytes that break off as a connection does. */
async function* broken(bytes: Buffer): AsyncGenerator<Buffer> {
  yield* chunksOf(bytes);
  throw new Error('the connection broke');
}

describe.each(KINDS)('uploads of archives on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: MaterialBench;

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    bench = new MaterialBench(opened.database);
  });
  afterAll(async () => {
    bench.remove();
    await opened.drop();
  });

  const create = (archive: Buffer, more: object = {}) =>
    createUpload(bench.context(), { fileName: 'plugin.zip', sizeBytes: archive.length, ...more });
  const receive = (id: string, offset: number, stream: AsyncIterable<Buffer>) =>
    receiveUpload(bench.context(), id, offset, stream);
  const read = (id: string) => readUpload(bench.context(), id);
  async function inspect(id: string, sha256?: string) {
    await inspectUpload(bench.context(), id, sha256);
    return settled(() => read(id));
  }
  const partFiles = (id: string) => {
    const folder = join(bench.folder, 'uploads', id);
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  };

  it('go on where the connection broke, wherever that was', async () => {
    const archive = pluginZip('shell', '3', { 'lib/large.jar': 'x'.repeat(300_000) });
    const { id } = await create(archive, { sha256: createHash('sha256').update(archive).digest('hex') });
    for (let tenth = 1; tenth < 10; tenth++) {
      const { receivedBytes } = await read(id);
      const end = Math.floor((archive.length * tenth) / 10);
      await expect(receive(id, receivedBytes, broken(archive.subarray(receivedBytes, end)))).rejects.toThrow('broke');
      expect((await read(id)).receivedBytes).toBe(end);
    }
    const { receivedBytes } = await read(id);
    await receive(id, receivedBytes, chunksOf(archive.subarray(receivedBytes)));
    expect(await inspect(id)).toMatchObject({ state: 'inspected', receivedBytes: archive.length });
    const { engines } = await publishUpload(bench.context(), id, OPTIONS);
    expect(engines).toMatchObject([{ engineType: 'shell', engineVersion: '3', release: 1 }]);
    expect(partFiles(id)).toEqual([]);
  });

  it('take bytes at the right place only, and no more than were announced', async () => {
    const archive = pluginZip('shell', '4');
    const { id } = await create(archive);
    await expect(receive(id, 5, chunksOf(archive))).rejects.toMatchObject({ code: 'conflict' });
    await receive(id, 0, chunksOf(archive.subarray(0, 100)));
    await expect(receive(id, 0, chunksOf(archive))).rejects.toThrow('100 bytes have arrived');
    await expect(inspectUpload(bench.context(), id)).rejects.toThrow(`100 of ${archive.length} bytes have arrived`);
    const tooMuch = Buffer.concat([archive.subarray(100), Buffer.from('more')]);
    await expect(receive(id, 100, chunksOf(tooMuch))).rejects.toMatchObject({ code: 'too_large' });
    await cancelUpload(bench.context(), id);
    expect(partFiles(id)).toEqual([]);
  });

  it('keep the bytes of one of two that send the same piece at once', async () => {
    const archive = pluginZip('shell', '5');
    const { id } = await create(archive);
    const both = await Promise.allSettled([receive(id, 0, chunksOf(archive)), receive(id, 0, chunksOf(archive))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(partFiles(id)).toHaveLength(1);
    expect(await inspect(id)).toMatchObject({ state: 'inspected' });
  });

  it('are refused when altered on the way, with what was announced and what came', async () => {
    const archive = pluginZip('shell', '6');
    const { id } = await create(archive, { sha256: '0'.repeat(64) });
    await receive(id, 0, chunksOf(archive));
    const upload = await inspect(id);
    expect(upload).toMatchObject({ state: 'refused', report: { faults: [{ code: 'ZIP_CHECKSUM_MISMATCH' }] } });
    await expect(publishUpload(bench.context(), id, OPTIONS)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('are compared with a hash that is told when all is sent, which must be the one announced', async () => {
    const archive = pluginZip('shell', '61');
    const hash = createHash('sha256').update(archive).digest('hex');
    const announced = await create(archive, { sha256: hash });
    await receive(announced.id, 0, chunksOf(archive));
    await expect(inspectUpload(bench.context(), announced.id, '0'.repeat(64))).rejects.toMatchObject({
      code: 'invalid_input',
      detail: { faults: [{ path: 'sha256' }] },
    });
    expect(await inspect(announced.id, hash)).toMatchObject({ state: 'inspected' });
    const { id } = await create(archive);
    await receive(id, 0, chunksOf(archive));
    expect(await inspect(id, '0'.repeat(64))).toMatchObject({
      state: 'refused',
      sha256: hash,
      report: { faults: [{ code: 'ZIP_CHECKSUM_MISMATCH' }] },
    });
  });

  it('report what they would change, and are published once', async () => {
    await bench.publish(pluginZip('shell', '7', { 'lib/b.jar': 'b' }));
    const archive = pluginZip('shell', 'v7', { 'lib/c.jar': 'c' });
    const { id } = await create(archive, { engineType: 'shell', engineVersion: '7' });
    await receive(id, 0, chunksOf(archive));
    expect(await inspect(id)).toMatchObject({
      report: {
        accepted: true,
        engines: [
          {
            exists: true,
            materials: [
              { fileName: 'conf.zip', change: 'same', against: 'v000001', added: 0, removed: 0, changed: 0 },
              { fileName: 'lib.zip', change: 'changed', addedPaths: ['c.jar'], removedPaths: ['b.jar'] },
            ],
          },
        ],
      },
    });
    const both = await Promise.allSettled([
      publishUpload(bench.context(), id, OPTIONS),
      publishUpload(bench.context(), id, OPTIONS),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(cancelUpload(bench.context(), id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('must hold the engine version that is to be updated', async () => {
    const archive = pluginZip('shell', '8');
    const { id } = await create(archive, { engineType: 'hive', engineVersion: '8' });
    await receive(id, 0, chunksOf(archive));
    expect(await inspect(id)).toMatchObject({
      state: 'refused',
      report: { faults: [{ code: 'LAYOUT_WRONG_ENGINE' }] },
    });
  });

  it('are seen by who made them, if an administrator', async () => {
    const { id } = await create(Buffer.alloc(9));
    const other = bench.context(actorOf('other', 'admin'));
    await expect(readUpload(other, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listUploads(other)).items).toEqual([]);
    expect((await listUploads(bench.context())).items.map((upload) => upload.id)).toContain(id);
    await expect(
      createUpload(bench.context(actorOf('bob')), { fileName: 'a.zip', sizeBytes: 1 }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
    const large = { fileName: 'a.zip', sizeBytes: 5 * 2 ** 30 };
    await expect(createUpload(bench.context(), large)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('are given up with their bytes when nobody goes on with them', async () => {
    const archive = pluginZip('shell', '9');
    const { id } = await create(archive);
    await receive(id, 0, chunksOf(archive.subarray(0, 50)));
    const { signal } = new AbortController();
    await expireUploads(bench.context(), signal);
    expect(partFiles(id)).toHaveLength(1);
    bench.wait(49 * 3600);
    await expireUploads(bench.context(), signal);
    expect(partFiles(id)).toEqual([]);
    expect(await read(id)).toMatchObject({ state: 'cancelled' });
    bench.wait(25 * 3600);
    await expireUploads(bench.context(), signal);
    await expect(read(id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
