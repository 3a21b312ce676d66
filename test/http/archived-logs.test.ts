import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportEngine, suffixOf } from '../setup/engine-reports';
import { type Caller, signIn, startServer, type TestServer } from '../setup/server';

const LOGS = '/api/v1/engine-records/t-archived/logs';
const TEXT = Array.from({ length: 60_000 }, (_, index) =>
  index === 41_000
    ? '2026-05-06 10:00:00.000 [ERROR] [main] a - boom\n\tat a.b(C.java:1)\n'
    : `2026-05-06 10:00:00.000 [INFO ] [main] a - line ${index}\n`,
).join('');

let server: TestServer;
let admin: Caller;
let roots: string;

beforeAll(async () => {
  roots = mkdtempSync(join(tmpdir(), 'engineroom-archived-'));
  server = await startServer({ environment: { LOG_ROOTS: roots, LOG_ARCHIVE_DELAY_SECONDS: '1' } });
  admin = await signIn(server.base);
});
afterAll(async () => {
  await server?.stop();
  server?.remove();
  rmSync(roots, { recursive: true, force: true });
});

it('a log that is gone with its node is read, searched, linked to and downloaded as before', async () => {
  const directory = join(roots, suffixOf('t-archived'));
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'stdout'), TEXT);
  await reportEngine(admin, { ticketId: 't-archived', time: new Date().toISOString(), status: 'Failed' });
  const stateOf = async () => (await admin.get(LOGS)).body.streams[0];
  const before = (await admin.get(`${LOGS}/stdout?line=41001&limit=2`)).body;
  for (let round = 0; round < 100 && !(await stateOf()).archivedTime; round++)
    await new Promise((done) => setTimeout(done, 500));
  expect(await stateOf()).toMatchObject({ state: 'complete', source: 'directory', archivedTime: expect.any(String) });

  rmSync(join(roots, 'alice'), { recursive: true });
  expect(await stateOf()).toMatchObject({
    state: 'complete',
    source: 'archive',
    sizeBytes: Buffer.byteLength(TEXT),
    expiresTime: expect.any(String),
  });
  const after = (await admin.get(`${LOGS}/stdout?line=41001&limit=2`)).body;
  expect(after.lines).toEqual(before.lines);
  const anchor = `${before.parts[0].fingerprint}-${before.lines[0].offset}`;
  expect((await admin.get(`${LOGS}/stdout?anchor=${anchor}&limit=2`)).body.lines).toEqual(before.lines);
  expect((await admin.get(`${LOGS}/stdout/search?query=boom`)).body).toContain('"matches":1');
  expect((await admin.get(`${LOGS}/stdout/errors`)).body).toContain(`"firstOffset":${before.lines[0].offset}`);
  expect((await admin.get(`${LOGS}/stdout/download`)).body).toBe(TEXT);
  const states = (await admin.get(LOGS)).body.streams.map(
    ({ stream, state }: Record<string, string>) => `${stream} ${state}`,
  );
  expect(states.slice(1)).toEqual([
    'stderr no-directory',
    'gc no-directory',
    'yarnApp no-directory',
    'udfLog no-directory',
  ]);
  const absent = (await admin.get(LOGS)).body.streams[1];
  expect(absent.reason).toMatch(/not there when it was to be archived on \d{4}-\d{2}-\d{2}/);
});
