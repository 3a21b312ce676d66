import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportEngine, suffixOf } from '../setup/engine-reports';
import { type Caller, signIn, startServer, type TestServer } from '../setup/server';

const STDOUT = Array.from(
  { length: 5000 },
  (_, index) => `2026-05-06 10:00:00.000 [INFO ] [main] a - line ${index} 中文\n`,
).join('');

let server: TestServer;
let admin: Caller;
let roots: string;

beforeAll(async () => {
  roots = mkdtempSync(join(tmpdir(), 'engineroom-downloads-'));
  server = await startServer({ environment: { LOG_ROOTS: roots, LOG_ARCHIVE: 'off' } });
  admin = await signIn(server.base);
  const directory = join(roots, suffixOf('ended'));
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'stdout'), STDOUT);
  await reportEngine(admin, { ticketId: 'ended', instance: 'bdp001:38701' });
});
afterAll(async () => {
  await server?.stop();
  server?.remove();
  rmSync(roots, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.base}/api/v1/engine-records/${path}`, { headers: { ...admin.headers, ...headers } });

describe('downloads', () => {
  const path = 'ended/logs/stdout/download';
  const bytes = Buffer.from(STDOUT);

  it('are the whole log byte for byte, with the name of its engine', async () => {
    const answer = await get(path);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="bdp001_38701_stdout.txt"');
    expect(answer.headers.get('content-length')).toBe(String(bytes.length));
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('can be compressed', async () => {
    const answer = await get(`${path}?gzip=true`);
    expect(answer.headers.get('content-type')).toBe('application/gzip');
    expect(gunzipSync(Buffer.from(await answer.arrayBuffer())).equals(bytes)).toBe(true);
  });

  it('go on where they broke off, if the log is the same', async () => {
    const tag = (await get(path, { range: 'bytes=0-9' })).headers.get('etag') ?? '';
    const rest = await get(path, { range: 'bytes=100-', 'if-range': tag });
    expect(rest.status).toBe(206);
    expect(rest.headers.get('content-range')).toBe(`bytes 100-${bytes.length - 1}/${bytes.length}`);
    expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(100))).toBe(true);
    expect((await get(path, { range: 'bytes=100-', 'if-range': '"other"' })).status).toBe(200);
    expect(Buffer.from(await (await get(path, { range: 'bytes=-7' })).arrayBuffer()).equals(bytes.subarray(-7))).toBe(
      true,
    );
    expect((await get(path, { range: `bytes=${bytes.length}-` })).status).toBe(416);
  });
});
