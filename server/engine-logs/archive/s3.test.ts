import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import S3rver from 's3rver';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ArchiveBench, lines } from '@/test/setup/archive';
import { KINDS, openTestDatabase } from '@/test/setup/databases';
import { openArchived } from './open-archived';
import { expireDue } from './retention';

const BUCKET = 'engine-logs';
const { signal } = new AbortController();

describe.each(KINDS)('log archive in S3 on %s', (kind) => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  let bench: ArchiveBench;
  let server: S3rver;
  let environment: Record<string, string>;
  const folder = mkdtempSync(join(tmpdir(), 'engineroom-s3-'));
  const ticket = 'ticket-1';

  beforeAll(async () => {
    opened = await openTestDatabase(kind);
    const options = { address: '127.0.0.1', port: 0, silent: true, directory: folder };
    server = new S3rver({ ...options, configureBuckets: [{ name: BUCKET, configs: [] }] });
    const { port } = await server.run();
    environment = {
      LOG_ARCHIVE: 's3',
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_BUCKET: BUCKET,
      S3_PREFIX: '/logs/of/engines/',
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
    };
  });
  afterAll(async () => {
    await server.close();
    await opened.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    bench = new ArchiveBench(opened.database, environment);
    await bench.clear();
    rmSync(join(folder, BUCKET, 'logs'), { recursive: true, force: true });
    await bench.addEngine(ticket, -500);
  });
  afterEach(() => bench.remove());

  /** Files in which the server keeps the bytes of objects. */
  const objects = () => {
    const root = join(folder, BUCKET, 'logs');
    if (!existsSync(root)) return [];
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('_object'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  };
  const fetched = () => {
    const directory = join(bench.folder, 'data', 'log-cache', 'archive');
    return existsSync(directory) ? readdirSync(directory) : [];
  };

  it('archives, reads block by block and removes', async () => {
    const text = lines(60_000);
    bench.writeLog(ticket, 'stdout', text);
    await bench.archive();
    expect((await bench.read(ticket))?.toString()).toBe(text);
    expect(bench.archives()).toEqual([]);
    expect(fetched()).toEqual([]);
    expect(objects()).toHaveLength(2);
    expect(await bench.row(ticket)).toMatchObject({ storage: 's3', state: 'archived' });
    bench.wait(91 * 86_400);
    await expireDue(bench.context, signal);
    expect(objects()).toEqual([]);
    expect(await openArchived(bench.context, ticket, 'stdout')).toMatchObject({ state: 'expired' });
  });

  it('takes a log of many parts, and gives it to threads as one local file, fetched once', async () => {
    const noise = randomBytes(13_000_001);
    bench.writeLog(ticket, 'stdout', noise);
    await bench.archive();
    expect((await bench.read(ticket))?.equals(noise)).toBe(true);
    const part = await bench.part(ticket);
    const locals = await Promise.all([part.local(), part.local(), part.local()]);
    const [local] = locals;
    expect(locals.every(({ path }) => path === local?.path)).toBe(true);
    expect(fetched()).toHaveLength(1);
    expect(gunzipSync(readFileSync(local?.path ?? '')).equals(noise)).toBe(true);
  });

  it('never shows what was cut or lost in the bucket', async () => {
    bench.writeLog(ticket, 'stdout', lines(60_000));
    await bench.archive();
    const [archive = ''] = objects();
    const { length } = readFileSync(archive);
    truncateSync(archive, length - 10);
    bench.database.memory.clear();
    await expect(bench.read(ticket)).rejects.toMatchObject({ code: expect.stringMatching(/gone|internal/) });
    const part = await bench.part(ticket);
    await expect(part.local()).rejects.toMatchObject({ code: 'gone' });
    expect(fetched()).toEqual([]);
    writeFileSync(archive, Buffer.alloc(length));
    await expect(part.read(part.sizeBytes - 10, 10)).rejects.toMatchObject({ code: 'internal' });
    for (const path of objects()) rmSync(path);
    bench.database.memory.clear();
    await expect(bench.read(ticket)).rejects.toMatchObject({ code: expect.stringMatching(/gone|internal/) });
  });

  it('waits for a storage that does not answer', async () => {
    const refusing: Server = createServer((_, response) => response.writeHead(503).end());
    await new Promise<void>((done) => refusing.listen(0, '127.0.0.1', done));
    const address = refusing.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const away = new ArchiveBench(opened.database, { ...environment, S3_ENDPOINT: `http://127.0.0.1:${port}` });
    away.writeLog(ticket, 'stdout', lines(10));
    await expect(away.archive()).rejects.toMatchObject({ name: 'StorageError' });
    expect(await away.row(ticket)).toMatchObject({ state: 'pending', attempts: 1 });
    await new Promise((done) => refusing.close(done));
    away.remove();
    bench.writeLog(ticket, 'stdout', lines(10));
    bench.wait(3600);
    await bench.archive();
    expect((await bench.read(ticket))?.toString()).toBe(lines(10));
  });
});
