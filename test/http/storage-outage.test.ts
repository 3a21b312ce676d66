import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendBody, sendForm, UPLOADS, UploadClient, until } from '../setup/material-client';
import { pluginZip } from '../setup/materials';
import { Relay } from '../setup/relay';
import { type Caller, freePort, signIn, startServer, type TestServer } from '../setup/server';

const MIB = 1 << 20;
const archive = pluginZip('shell', '1', { 'lib/large.jar': randomBytes(18 * MIB).toString('latin1') });
const UNAVAILABLE = { status: 503, body: { code: 'storage_unavailable' } };

/** Bytes of a body, with something that happens when so many of them have been taken. */
function streamed(bytes: Buffer, at: number, happens: () => Promise<void>): ReadableStream<Uint8Array> {
  let sent = 0;
  let happened = false;
  return new ReadableStream({
    async pull(controller) {
      if (sent >= at && !happened) {
        happened = true;
        await happens();
      }
      const chunk = bytes.subarray(sent, sent + (64 << 10));
      if (chunk.length === 0) return controller.close();
      sent += chunk.length;
      controller.enqueue(new Uint8Array(chunk));
    },
  });
}

describe('an object storage that is down', () => {
  const buckets = mkdtempSync(join(tmpdir(), 'engineroom-s3-'));
  let s3: S3rver;
  let relay: Relay;
  let server: TestServer;
  let admin: Caller;
  let uploads: UploadClient;

  beforeAll(async () => {
    const options = { address: '127.0.0.1', port: 0, silent: true, directory: buckets };
    s3 = new S3rver({ ...options, configureBuckets: [{ name: 'materials', configs: [] }] });
    const { port } = await s3.run();
    relay = new Relay(await freePort(), new URL(`http://127.0.0.1:${port}`));
    await relay.up();
    server = await startServer({
      environment: {
        MATERIAL_STORAGE: 's3',
        S3_ENDPOINT: `http://127.0.0.1:${relay.port}`,
        S3_BUCKET: 'materials',
        S3_ACCESS_KEY_ID: 'S3RVER',
        S3_SECRET_ACCESS_KEY: 'S3RVER',
      },
    });
    admin = await signIn(server.base);
    uploads = new UploadClient(admin);
  });
  afterAll(async () => {
    await server?.stop();
    server?.remove();
    await relay.down().catch(() => {});
    await s3.close();
    rmSync(buckets, { recursive: true, force: true });
  });

  it('while receiving, inspecting and downloading is a 503 that says so, and trying again works', async () => {
    const id = await uploads.create(archive.length);
    await relay.down();
    const refused = await uploads.put(id, 0, archive.subarray(0, MIB));
    expect(refused).toMatchObject(UNAVAILABLE);
    expect(refused.body.detail).toMatch(/storage does not answer.*Try again/);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect((await uploads.read(id)).receivedBytes).toBe(0);

    // In the middle: what was stored before is kept.
    await relay.up();
    const body = streamed(archive, 17 * MIB, async () => {
      await until(async () => (await uploads.read(id)).receivedBytes === 16 * MIB);
      await relay.down();
    });
    const cut = await sendBody(admin, 'PUT', `${UPLOADS}/${id}/content`, body);
    expect(cut).toMatchObject(UNAVAILABLE);
    await relay.up();
    const { receivedBytes } = await uploads.read(id);
    expect(receivedBytes).toBe(16 * MIB);
    expect((await uploads.put(id, receivedBytes, archive.subarray(receivedBytes))).body).toEqual({
      receivedBytes: archive.length,
    });

    await relay.down();
    expect(await uploads.inspect(id)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/storage does not answer now.*Inspect it again/),
      report: null,
    });
    await relay.up();
    expect(await uploads.inspect(id)).toMatchObject({ state: 'inspected', error: null });
    expect((await uploads.publish(id)).body.engines).toMatchObject([{ release: 1 }]);

    const path = '/api/v1/materials/shell/1/lib.zip/versions/v000001/content';
    const whole = Buffer.from(await (await fetch(admin.base + path, { headers: admin.headers })).arrayBuffer());
    await relay.down();
    expect(await admin.get(path)).toMatchObject(UNAVAILABLE);
    expect(await admin.get('/api/v1/materials/shell/1/lib.zip/versions/v000001/files')).toMatchObject(UNAVAILABLE);
    await relay.up();
    const again = await fetch(admin.base + path, { headers: { ...admin.headers, range: 'bytes=1000-1999' } });
    expect(again.status).toBe(206);
    expect(Buffer.from(await again.arrayBuffer()).equals(whole.subarray(1000, 2000))).toBe(true);

    // In the middle of a download: it breaks off, and never looks whole.
    const broken = await fetch(admin.base + path, { headers: admin.headers });
    await relay.down();
    await expect(broken.arrayBuffer()).rejects.toThrow();
    await relay.up();
    const complete = await fetch(admin.base + path, { headers: admin.headers });
    expect(Buffer.from(await complete.arrayBuffer()).equals(whole)).toBe(true);
  });

  it('while a form is received is a 503 in the envelope that publishes nothing, and sending it again works', async () => {
    const other = pluginZip('hive', '1', { 'lib/a.jar': 'hive' });
    await relay.down();
    const answer = await sendForm(admin, 'uploadEnginePluginBML', other);
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ status: 1, message: expect.stringContaining('storage does not answer') });
    expect((await admin.get('/api/v1/materials?engineType=hive')).body.total).toBe(0);
    await relay.up();
    expect((await admin.get(UPLOADS)).body.items).toEqual([]);
    expect(await sendForm(admin, 'uploadEnginePluginBML', other)).toMatchObject({ status: 200, body: { status: 0 } });
    expect((await admin.get('/api/v1/materials?engineType=hive')).body.total).toBe(2);
  });
});
