import { createHash, randomBytes } from 'node:crypto';
import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formOf, LibraryServer, sendForm } from '../setup/library-server';

const TEN_MEBIBYTES = 10 << 20;
const TABLES = [
  'linkis_ps_bml_resources',
  'linkis_ps_bml_resources_version',
  'linkis_ps_bml_resources_task',
  'er_blob',
];
const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

let library: LibraryServer;

beforeAll(async () => {
  library = await LibraryServer.start();
});
afterAll(() => library?.end());
beforeEach(async () => {
  for (const table of [...TABLES, 'er_library_version', 'er_library_resource', 'linkis_ps_resources_download_history'])
    await library.run(`DELETE FROM ${table}`);
  rmSync(join(library.server.dataDirectory, 'blobs'), { recursive: true, force: true });
});

/** Waits until the server has let go of a broken upload. */
async function expectNothingKept(tables = TABLES): Promise<void> {
  await expect.poll(() => library.files().filter((path) => path.startsWith('staging')), { timeout: 5000 }).toEqual([]);
  for (const table of tables)
    expect({ table, rows: await library.rows(`SELECT * FROM ${table}`) }).toEqual({ table, rows: [] });
}

describe('uploads', () => {
  const content = randomBytes(TEN_MEBIBYTES);
  const form = formOf([
    { name: 'file', content, fileName: 'file' },
    { name: 'system', content: 'dss' },
  ]);

  it.each([false, true])('of exactly 10 MiB arrive whole (length declared: %s)', async (declares) => {
    const answer = await sendForm(library.as('alice'), 'upload', form, { declares });
    expect(answer).toMatchObject({ status: 200, body: { data: { version: 'v000001' } } });
    const id = String(answer?.body.data.resourceId);
    const bytes = Buffer.from(await (await library.download('alice', id)).arrayBuffer());
    expect(sha256Of(bytes)).toBe(sha256Of(content));
    const [row] = await library.rows('SELECT sys FROM linkis_ps_bml_resources');
    expect(row).toMatchObject({ sys: 'dss' });
  });

  it.each(Array.from({ length: 10 }, (_, tenth) => tenth))(
    'that are cut after %i tenths leave nothing, however they are cut',
    async (tenth) => {
      const bytes = Math.floor((form.length * tenth) / 10) + 1;
      for (const declares of [false, true])
        expect(
          await sendForm(library.as('alice'), 'upload', form, { cut: { bytes, closes: true }, declares }),
        ).toBeNull();
      const ended = await sendForm(library.as('alice'), 'upload', form, { cut: { bytes, closes: false } });
      expect(ended).toMatchObject({ status: 400, body: { status: 1 } });
      await expectNothingKept();
    },
  );

  it('that are cut after their file leave no resource; its bytes wait for the collection', async () => {
    for (const missing of [1, 2, 3, 4, 20, 60, 300]) {
      const cut = { bytes: form.length - missing, closes: true };
      const answer = await sendForm(library.as('alice'), 'upload', form, { cut, declares: true });
      expect(answer).toBeNull();
    }
    await expectNothingKept(TABLES.filter((table) => table !== 'er_blob'));
    expect(library.files().length).toBeLessThanOrEqual(1);
  });

  it('of the same bytes at once are stored once', async () => {
    const answers = await Promise.all(['alice', 'bob', 'carol', 'alice'].map((name) => library.upload(name, content)));
    expect(answers.map((answer) => answer?.status)).toEqual([200, 200, 200, 200]);
    expect(library.files()).toHaveLength(1);
    expect(await library.rows('SELECT DISTINCT sha256 FROM er_library_version')).toHaveLength(1);
  });

  it('with anything but one file are refused, and say what is wrong', async () => {
    const file = { name: 'file', content: 'x', fileName: 'file' };
    const cases: [Parameters<typeof formOf>[0], RegExp][] = [
      [[{ name: 'system', content: 'dss' }], /file: is needed/],
      [[{ name: 'file', content: 'x' }], /file: is needed/],
      [[file, file], /only one file/],
      [[{ ...file, name: 'other' }], /must be named file/],
      [[file, { name: 'maxVersion', content: 'x' }], /maxVersion: expected a whole number/],
      [[file, { name: 'resourceHeader', content: '500' }], /resourceHeader/],
      [[file, { name: 'system', content: 'x'.repeat(101) }], /system: longer than 100/],
      [[file, { name: 'isExpire', content: 'true' }, { name: 'expireTime', content: 'soon' }], /expireTime: expected/],
      [[{ name: 'system', content: 'x'.repeat(70_000) }, file], /system: longer than/],
      [Array.from({ length: 40 }, (_, index) => ({ name: `f${index}`, content: '' })), /more than 30/],
    ];
    for (const [parts, message] of cases) {
      const answer = await sendForm(library.as('alice'), 'upload', formOf(parts));
      expect(answer).toMatchObject({ status: 400, body: { status: 1, message: expect.stringMatching(message) } });
    }
    expect((await library.post('alice', 'upload', {})).body.message).toMatch(/expected multipart\/form-data/);
    expect(await library.rows('SELECT * FROM linkis_ps_bml_resources')).toEqual([]);
  });

  it('may be empty, and may have no end in sight when they are refused early', async () => {
    const id = await library.resource('alice', '');
    expect((await library.download('alice', id)).headers.get('content-length')).toBe('0');
    const refused = formOf([
      { name: 'resourceId', content: id },
      { name: 'file', content, fileName: 'file' },
    ]);
    expect(await sendForm(library.as('bob'), 'updateVersion', refused)).toMatchObject({ status: 400 });
    expect(library.files()).toHaveLength(1);
  });

  it('give each version its number when several update at once', async () => {
    const id = await library.resource('alice', 'first');
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((text) => library.upload('alice', text, { resourceId: id }, 'updateVersion')),
    );
    expect(answers.map((answer) => answer?.body.data.version).sort()).toEqual(
      [2, 3, 4, 5, 6].map((number) => `v00000${number}`),
    );
  });
});

describe('downloads', () => {
  const content = randomBytes(3_000_000);
  const pathOf = (bytes: Buffer) =>
    join(library.server.dataDirectory, 'blobs', sha256Of(bytes).slice(0, 2), sha256Of(bytes));
  const history = () =>
    library.rows('SELECT state, version, downloader FROM linkis_ps_resources_download_history ORDER BY id');

  it('are whole or in ranges, and are noted', async () => {
    const id = await library.resource('alice', content);
    const whole = await library.download('alice', id);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'application/x-msdownload;charset=utf-8',
      'content-disposition': 'attachment',
      'content-length': '3000000',
      etag: `"${sha256Of(content)}"`,
    });
    expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true);
    const etag = whole.headers.get('etag') ?? '';
    const rest = await library.download('alice', id, 'v000001', { range: 'bytes=100-', 'if-range': etag });
    expect(rest.status).toBe(206);
    expect(rest.headers.get('content-range')).toBe('bytes 100-2999999/3000000');
    expect(Buffer.from(await rest.arrayBuffer()).equals(content.subarray(100))).toBe(true);
    const other = await library.download('alice', id, '', { range: 'bytes=100-', 'if-range': '"other"' });
    expect(other.status).toBe(200);
    await other.arrayBuffer();
    const beyond = await library.download('alice', id, '', { range: 'bytes=3000000-' });
    expect(beyond.status).toBe(416);
    const row = { state: 0, version: 'v000001', downloader: 'alice' };
    await expect.poll(history).toEqual([row, row, row]);
  });

  it('of altered bytes break off and are noted as failed; of cut and lost ones fail at once', async () => {
    const id = await library.resource('alice', content);
    const altered = Buffer.from(content);
    altered[2_000_000] = (altered[2_000_000] ?? 0) ^ 1;
    writeFileSync(pathOf(content), altered);
    const broken = await library.download('alice', id);
    expect(broken.status).toBe(200);
    await expect(broken.arrayBuffer()).rejects.toThrow();
    await expect.poll(history).toEqual([{ state: 1, version: 'v000001', downloader: 'alice' }]);
    const again = await library.download('alice', id);
    expect(again.status).toBe(410);
    expect(await again.json()).toMatchObject({ status: 1, message: expect.stringContaining('damaged') });
    const first = randomBytes(2000);
    const soon = await library.resource('alice', first);
    writeFileSync(pathOf(first), Buffer.concat([Buffer.from('x'), first.subarray(1)]));
    expect((await library.download('alice', soon)).status).toBe(410);
    const short = randomBytes(1000);
    const cut = await library.resource('alice', short);
    truncateSync(pathOf(short), 10);
    expect((await library.download('alice', cut)).status).toBe(410);
    await library.upload('alice', content);
    expect(Buffer.from(await (await library.download('alice', id)).arrayBuffer()).equals(content)).toBe(true);
  });

  it('of what is not there say so', async () => {
    const id = await library.resource('alice', 'x');
    for (const [resourceId, version, status] of [
      ['', '', 400],
      ['unknown', '', 404],
      ['x'.repeat(500), '', 404],
      [id, 'v000009', 404],
      [id, 'x'.repeat(500), 404],
    ] as const) {
      const answer = await library.download('alice', resourceId, version);
      expect({ resourceId, version, status: answer.status }).toEqual({ resourceId, version, status });
      expect(await answer.json()).toMatchObject({ status: 1, data: { errorMsg: { errCode: 78361 } } });
    }
    expect((await library.download('alice', id, '', {}, 'downloadShareResource')).status).toBe(400);
    expect((await library.download('bob', id)).status).toBe(403);
  });
});
