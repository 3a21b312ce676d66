import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINE_PLUGIN, sendForm, UploadClient } from '../setup/material-client';
import { pluginZip } from '../setup/materials';
import { type Caller, signIn, startServer, type TestServer } from '../setup/server';

const MIB = 1 << 20;
const folder = mkdtempSync(join(tmpdir(), 'engineroom-full-'));
const disk = join(folder, 'disk');
mkdirSync(disk);
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', disk]).status === 0;
if (!mounted) process.stdout.write('SKIPPED full disk: a small file system can be mounted by root only\n');

afterAll(() => {
  if (mounted) spawnSync('umount', ['-l', disk]);
  rmSync(folder, { recursive: true, force: true });
});

const filler = join(disk, 'filler');
/** Fills the disk up to so many free bytes. */
function leave(bytes: number): void {
  rmSync(filler, { force: true });
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
}
const makeRoom = () => rmSync(filler, { force: true });
const random = (bytes: number) => randomBytes(bytes).toString('latin1');

describe.skipIf(!mounted)('a full disk', () => {
  let server: TestServer;
  let admin: Caller;
  let uploads: UploadClient;

  const start = async (environment: Record<string, string>, dataDirectory: string) => {
    server = await startServer({ environment, dataDirectory });
    admin = await signIn(server.base);
    uploads = new UploadClient(admin);
  };
  const files = (name: string) => {
    const path = join(server.dataDirectory, name);
    if (!existsSync(path)) return [];
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile());
  };
  const materials = async () => (await admin.get('/api/v1/materials')).body.total as number;

  describe('of the storage', () => {
    const archive = pluginZip('shell', '1', { 'lib/large.jar': random(15 * MIB) });

    beforeAll(() => start({ DATABASE_URL: `file:${join(folder, 'test.db')}` }, join(disk, 'storage')));
    afterAll(async () => {
      makeRoom();
      await server.stop();
    });

    it('while receiving is a 507 that keeps what was stored; afterwards the same upload goes on', async () => {
      const id = await uploads.create(archive.length);
      leave(16.5 * MIB);
      const answer = await uploads.put(id, 0, archive);
      expect(answer).toMatchObject({ status: 507, body: { code: 'storage_full' } });
      expect(answer.body.detail).toMatch(/no room.*administrator.*send again what is missing/);
      const { receivedBytes, state } = await uploads.read(id);
      expect({ receivedBytes, state }).toEqual({ receivedBytes: 16 * MIB, state: 'receiving' });
      expect(await uploads.put(id, receivedBytes, archive.subarray(receivedBytes))).toMatchObject({ status: 507 });
      expect(files('uploads')).toHaveLength(1);
      makeRoom();
      const rest = await uploads.put(id, receivedBytes, archive.subarray(receivedBytes));
      expect(rest.body).toEqual({ receivedBytes: archive.length });

      // While inspecting: the packs find no room.
      leave(4 * MIB);
      const failed = await uploads.inspect(id);
      expect(failed).toMatchObject({ state: 'failed', error: expect.stringMatching(/no room.*Inspect it again/) });
      expect((await uploads.publish(id)).status).toBe(409);
      expect(await materials()).toBe(0);
      makeRoom();
      expect(await uploads.inspect(id)).toMatchObject({ state: 'inspected' });

      // Publishing writes no bytes: it needs no room here.
      leave(0);
      expect((await uploads.publish(id)).body.engines).toMatchObject([{ engineType: 'shell', release: 1 }]);
      const content = await admin.get('/api/v1/materials/shell/1/lib.zip/versions/v000001/content');
      expect(content.status).toBe(200);
      makeRoom();
      expect(files('uploads')).toEqual([]);
    });

    it('while a form is received or inspected is a 507 in the envelope, and leaves nothing', async () => {
      const other = pluginZip('hive', '1', { 'lib/large.jar': random(15 * MIB) });
      const before = files('blobs').length;
      for (const free of [8 * MIB, other.length + 8 * MIB]) {
        leave(free);
        const answer = await sendForm(admin, 'uploadEnginePluginBML', other);
        expect({ free, status: answer.status }).toEqual({ free, status: 507 });
        expect(answer.body).toMatchObject({ status: 1, message: expect.stringContaining('no room') });
        expect(files('uploads')).toEqual([]);
      }
      expect(await materials()).toBe(2);
      makeRoom();
      expect(files('blobs').filter(({ name }) => name.endsWith('.part') || name.length < 64)).toEqual([]);
      expect(files('blobs').length).toBeLessThanOrEqual(before + 3);
      expect(await sendForm(admin, 'uploadEnginePluginBML', other)).toMatchObject({ status: 200, body: { status: 0 } });
      expect(await materials()).toBe(4);
    });
  });

  describe('that also has the database', () => {
    beforeAll(() => start({}, join(disk, 'all')));
    afterAll(async () => {
      makeRoom();
      await server.stop();
    });

    it('while publishing is a 507, publishes nothing, and the upload can be published afterwards', async () => {
      const parts = (text: string) =>
        Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`part${index}/file.txt`, `${text} ${index}\n`]));
      await uploads.upload(pluginZip('shell', '2', parts('first')));
      const id = await uploads.prepare(pluginZip('shell', '2', parts('second')));
      leave(0);
      // The log of the database has room of its own for a while.
      const refresh = () => admin.get(`${ENGINE_PLUGIN}/refresh?ecType=shell&version=2&force=true`);
      let refreshed = 0;
      let answer = await refresh();
      for (; answer.status === 200 && refreshed < 100; refreshed++) answer = await refresh();
      expect(answer).toMatchObject({
        status: 507,
        body: { status: 1, message: expect.stringMatching(/database.*room/) },
      });
      expect(await uploads.publish(id)).toMatchObject({ status: 507, body: { code: 'storage_full' } });
      makeRoom();
      expect(await uploads.read(id)).toMatchObject({ state: 'inspected' });
      const { body } = await admin.get('/api/v1/materials/shell/2');
      expect(body.releases[0]).toMatchObject({ number: refreshed + 1, kind: 'refresh', current: true });
      expect((await uploads.publish(id)).body.engines).toMatchObject([{ release: refreshed + 2 }]);
    });
  });
});
