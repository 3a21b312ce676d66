import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { ArchiveBench, lines, START } from '../setup/archive';
import { runProgram } from '../setup/child';
import { OTHER_KINDS, openTestDatabase } from '../setup/databases';
import { signIn, startServer } from '../setup/server';

/** The first archive below a data directory, once there is one: within two slots of the task. */
async function firstArchive(dataDirectory: string): Promise<string> {
  const root = join(dataDirectory, 'log-archive');
  for (let waited = 0; waited < 40_000; waited += 100) {
    const names = existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }) : [];
    if (names.some((name) => name.endsWith('.index.json'))) {
      const name = names.find((one) => one.endsWith('.gz')) ?? '';
      return gunzipSync(readFileSync(join(root, name))).toString();
    }
    await sleep(100);
  }
  throw new Error('nothing was archived');
}

describe('background work of a server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'engineroom-background-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('archives what engines reported, and ends at once when told to', async () => {
    const server = await startServer({
      environment: { LOG_ROOTS: join(folder, 'logs'), LOG_ARCHIVE_DELAY_SECONDS: '0' },
    });
    const admin = await signIn(server.base);
    mkdirSync(join(folder, 'logs', 'there'), { recursive: true });
    writeFileSync(join(folder, 'logs', 'there', 'stdout'), lines(100));
    const time = new Date().toISOString();
    const labels = { user: 'alice', creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' };
    const common = { ticketId: 't', time };
    const answer = await admin.post('/api/v1/engine-records/events', {
      events: [
        { ...common, eventId: '1', phase: 'request', labels, logDirSuffix: 'there' },
        { ...common, eventId: '2', phase: 'release', status: 'Success' },
      ],
    });
    expect(answer.body).toMatchObject({ recorded: 2 });
    expect(await firstArchive(server.dataDirectory)).toBe(lines(100));
    const before = Date.now();
    expect(await server.stop()).toBe(0);
    expect(Date.now() - before).toBeLessThan(5000);
    expect(server.output()).not.toMatch(/"level":(40|50)/);
    server.remove();
  });
});

describe.skipIf(OTHER_KINDS.length === 0).each(OTHER_KINDS)('a worker of its own on %s', (kind) => {
  it('archives, and ends when told to', async () => {
    const opened = await openTestDatabase(kind);
    const bench = new ArchiveBench(opened.database);
    const released = Math.floor((Date.now() - START.getTime()) / 1000) - 300;
    await bench.addEngine('t', released);
    bench.writeLog('t', 'stdout', lines(50));
    const dataDirectory = join(bench.folder, 'data');
    const environment = {
      DATABASE_URL: opened.url,
      DATABASE_TIME_ZONE: 'UTC',
      DATA_DIR: dataDirectory,
      LOG_ROOTS: join(bench.folder, 'logs'),
      LOG_LEVEL: 'info',
    };
    const refused = runProgram('worker/main.ts', [], environment);
    await refused.said('WORKER_MODE is embedded. Set it to external');
    await refused.ended;
    const worker = runProgram('worker/main.ts', [], { ...environment, WORKER_MODE: 'external' });
    await worker.said('"ready"');
    expect(await firstArchive(dataDirectory)).toBe(lines(50));
    worker.process.kill('SIGTERM');
    await worker.said('"stopped"');
    await worker.ended;
    expect(worker.process.exitCode).toBe(0);
    bench.remove();
    await opened.drop();
  });
});
