import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINE_PLUGIN, RawRequest, UPLOADS, UploadClient, until } from '../setup/material-client';
import { pluginZip } from '../setup/materials';
import { type Caller, signIn, startServer, type TestServer } from '../setup/server';

const MIB = 1 << 20;
/** What does not compress, so that the archive is longer than any buffer on the way. */
const archive = pluginZip('shell', '1', { 'lib/large.jar': randomBytes(13 * MIB).toString('latin1') });
const BOUNDARY = 'boundary-of-the-test';
const HEAD = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="plugin.zip"\r\n\r\n`;
const form = Buffer.concat([Buffer.from(HEAD), archive, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
const TENTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
/** Places of a body to cut it at: every tenth, and where a buffer of 10 MiB would be full. */
const cuts = (length: number) =>
  [...TENTHS.map((tenth) => Math.floor((length * tenth) / 10)), 10 * MIB - 1, 10 * MIB, 10 * MIB + 1].sort(
    (left, right) => left - right,
  );

describe('uploads whose connection breaks', () => {
  let server: TestServer;
  let admin: Caller;
  let uploads: UploadClient;

  beforeAll(async () => {
    server = await startServer();
    admin = await signIn(server.base);
    uploads = new UploadClient(admin);
  });
  afterAll(async () => {
    await server?.stop();
    server?.remove();
  });

  const files = (folder: string) => {
    const path = join(server.dataDirectory, folder);
    if (!existsSync(path)) return [];
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  };
  const published = async () => (await admin.get('/api/v1/materials')).body.total as number;
  const put = (id: string, offset: number, headers: Record<string, string>) =>
    new RawRequest(admin, 'PUT', `${UPLOADS}/${id}/content?offset=${offset}`, headers);
  const sendForm = (headers: Record<string, string>) =>
    new RawRequest(admin, 'POST', `${ENGINE_PLUGIN}/uploadEnginePluginBML`, {
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      ...headers,
    });

  it('keep exactly what arrived, wherever it broke, and go on there', async () => {
    const id = await uploads.create(archive.length);
    let received = 0;
    for (const end of cuts(archive.length)) {
      const request = put(id, received, { 'content-length': String(archive.length - received) });
      await request.write(archive.subarray(received, end));
      await request.cut();
      await until(async () => (await uploads.read(id)).receivedBytes > received);
      received = (await uploads.read(id)).receivedBytes;
      expect({ end, received }).toEqual({ end, received: end });
    }
    expect((await uploads.put(id, received, archive.subarray(received))).body).toEqual({
      receivedBytes: archive.length,
    });
    expect(await uploads.inspect(id)).toMatchObject({ state: 'inspected' });
    expect((await uploads.publish(id)).body.engines).toMatchObject([{ engineType: 'shell', release: 1 }]);
    expect(files('uploads')).toEqual([]);
    await admin.send('DELETE', '/api/v1/materials/shell/1');
  });

  it('of a form publish nothing, and leave nothing', async () => {
    const before = await admin.get('/api/v1/material-storage');
    for (const end of [0, HEAD.length - 5, ...cuts(form.length), form.length - 1]) {
      const request = sendForm({ 'content-length': String(form.length) });
      await request.write(form.subarray(0, end));
      await request.cut();
    }
    await until(() => files('uploads').length === 0);
    await until(async () => (await admin.get(UPLOADS)).body.items.length === 0);
    expect(await published()).toBe(0);
    expect((await admin.get('/api/v1/material-storage')).body).toMatchObject({
      blobs: before.body.blobs,
      uploadBytes: 0,
    });
  });

  it('or whose length lies keep what came, or are refused', async () => {
    const id = await uploads.create(archive.length);
    const short = put(id, 0, { 'content-length': '1000' });
    await short.write(archive.subarray(0, 5000));
    // What follows the announced bytes is no request.
    expect((await short.answer()).status).toBe(400);
    await until(async () => (await uploads.read(id)).receivedBytes === 1000);
    const long = put(id, 1000, { 'content-length': String(archive.length + 5000) });
    await long.write(archive.subarray(1000, 2000));
    await long.cut();
    await until(async () => (await uploads.read(id)).receivedBytes === 2000);
    const much = Buffer.concat([archive.subarray(2000), Buffer.from('too much')]);
    expect(await uploads.put(id, 2000, much)).toMatchObject({ status: 413, body: { code: 'too_large' } });
    for (const length of ['-1', 'many', '1e3']) {
      const bad = put(id, 0, { 'content-length': length });
      expect((await bad.answer()).status).toBe(400);
    }
    await admin.send('DELETE', `${UPLOADS}/${id}`);
    const shortForm = sendForm({ 'content-length': String(form.length - 100) });
    await shortForm.write(form.subarray(0, form.length - 100));
    const answer = await shortForm.answer();
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('broke off before its end');
    expect(await published()).toBe(0);
    expect(files('uploads')).toEqual([]);
  });

  it('may come in chunks of unknown length, whole or cut in the middle of one', async () => {
    const id = await uploads.create(archive.length);
    const cut = put(id, 0, { 'transfer-encoding': 'chunked' });
    const chunk = (bytes: Buffer) => Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes]);
    const end = 10 * MIB;
    await cut.write(chunk(archive.subarray(0, end)));
    await cut.write('\r\n5000\r\n');
    await cut.write(archive.subarray(end, end + 77));
    await cut.cut();
    await until(async () => (await uploads.read(id)).receivedBytes === end + 77);
    const rest = put(id, end + 77, { 'transfer-encoding': 'chunked' });
    await rest.write(chunk(archive.subarray(end + 77)));
    await rest.write('\r\n0\r\n\r\n');
    expect((await rest.answer()).status).toBe(200);
    expect(await uploads.inspect(id)).toMatchObject({ state: 'inspected' });
    await admin.send('DELETE', `${UPLOADS}/${id}`);

    const cutForm = sendForm({ 'transfer-encoding': 'chunked' });
    await cutForm.write(chunk(form.subarray(0, form.length - 20)));
    await cutForm.write('\r\n0\r\n\r\n');
    expect((await cutForm.answer()).status).toBe(400);
    expect(await published()).toBe(0);
    const whole = sendForm({ 'transfer-encoding': 'chunked' });
    await whole.write(chunk(form));
    await whole.write('\r\n0\r\n\r\n');
    expect((await whole.answer()).status).toBe(200);
    expect(await published()).toBe(2);
    expect(files('uploads')).toEqual([]);
  });

  it('of a slow client that goes away block nobody, and are no errors of the server', async () => {
    const id = await uploads.create(archive.length);
    const slow = put(id, 0, { 'content-length': String(archive.length) });
    for (let at = 0; at < 10; at++) {
      await slow.write(archive.subarray(at * 1000, (at + 1) * 1000));
      await new Promise((done) => setTimeout(done, 30));
    }
    expect((await uploads.read(id)).state).toBe('receiving');
    expect((await admin.get('/api/v1/materials')).status).toBe(200);
    await slow.cut();
    await until(async () => (await uploads.read(id)).receivedBytes === 10_000);
    const lines = server
      .output()
      .split('\n')
      .filter((line) => line.includes('"materialUploads.putContent"') && line.includes('"code":"internal"'));
    expect(lines).toEqual([]);
    await admin.send('DELETE', `${UPLOADS}/${id}`);
  });
});
