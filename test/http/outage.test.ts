import { afterEach, describe, expect, it } from 'vitest';
import { makeEmptyDatabase, OTHER_KINDS, SERVERS, type TestDatabase } from '../setup/databases';
import { Relay } from '../setup/relay';
import { freePort, signIn, startServer, type TestServer } from '../setup/server';

async function until(what: () => Promise<boolean>, seconds: number): Promise<number> {
  const started = Date.now();
  while (Date.now() - started < seconds * 1000) {
    if (await what()) return (Date.now() - started) / 1000;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`not within ${seconds} s`);
}

describe.each(OTHER_KINDS)('without %s', (kind) => {
  let made: TestDatabase;
  let server: TestServer;
  let relay: Relay;

  async function relayed(): Promise<string> {
    made = await makeEmptyDatabase(kind);
    const port = await freePort();
    relay = new Relay(port, new URL(SERVERS[kind as 'mysql']));
    const url = new URL(made.url);
    url.hostname = '127.0.0.1';
    url.port = String(port);
    return url.toString();
  }

  afterEach(async () => {
    await server?.stop();
    server?.remove();
    await relay?.down().catch(() => {});
    await made?.drop();
  });

  const ready = async () => (await fetch(`${server.base}/api/health/ready`)).ok;

  it('at the start: says so, and serves within 5 seconds of its return', async () => {
    const url = await relayed();
    server = await startServer({ environment: { DATABASE_URL: url }, untilLive: true });
    const answer = await fetch(`${server.base}/api/health/ready`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      code: 'not_ready',
      detail: expect.stringContaining('does not answer'),
    });
    expect(await (await fetch(`${server.base}/api/rest_j/v1/user/baseinfo`)).json()).toMatchObject({
      status: 1,
      message: expect.any(String),
    });
    await relay.up();
    expect(await until(ready, 15)).toBeLessThan(5);
    expect((await (await signIn(server.base)).get('/api/v1/engine-records')).status).toBe(200);
  });

  it('later: answers 503 soon, and serves within 5 seconds of its return', async () => {
    const url = await relayed();
    await relay.up();
    server = await startServer({ environment: { DATABASE_URL: url } });
    const admin = await signIn(server.base);
    await relay.down();
    const started = Date.now();
    const answer = await admin.get('/api/v1/engine-records');
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(answer).toMatchObject({ status: 503, body: { code: 'database_unavailable' } });
    expect((await admin.get('/api/rest_j/v1/linkisManager/ecinfo/ecrHistoryList')).status).toBe(503);
    expect((await fetch(`${server.base}/api/health/live`)).status).toBe(200);
    await relay.up();
    const back = await until(async () => (await admin.get('/api/v1/engine-records')).status === 200, 20);
    expect(back).toBeLessThan(5);
  });

  it('that keeps connections open and answers nothing: gives up, and serves again', { timeout: 90_000 }, async () => {
    const url = await relayed();
    await relay.up();
    server = await startServer({ environment: { DATABASE_URL: url } });
    const admin = await signIn(server.base);
    relay.stall();
    const asked = Array.from({ length: 4 }, () => admin.get('/api/v1/engine-records'));
    for (const answer of await Promise.all(asked))
      expect(answer).toMatchObject({ status: 503, body: { code: 'database_unavailable' } });
    await relay.down();
    await relay.up();
    expect(await until(async () => (await admin.get('/api/v1/engine-records')).status === 200, 20)).toBeLessThan(5);
  });

  it('with a wrong name or database: says what to do', async () => {
    const url = new URL((await relayed()).toString());
    await relay.up();
    url.pathname = '/no_such_database';
    server = await startServer({ environment: { DATABASE_URL: url.toString() }, untilLive: true });
    const problem = async () =>
      ((await (await fetch(`${server.base}/api/health/ready`)).json()) as { detail: string }).detail;
    await until(async () => /does not exist/.test(await problem()), 15);
    expect(await problem()).toContain('DATABASE_URL');
  });
});

// A file without any test is an error; where no server answers, the run names what it skips.
if (OTHER_KINDS.length === 0) it.skip('needs MariaDB, MySQL or PostgreSQL', () => {});
