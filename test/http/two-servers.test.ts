import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS, makeEmptyDatabase, type TestDatabase } from '../setup/databases';
import { ADMIN, Caller, signIn, signInAs, startServer, type TestServer } from '../setup/server';

const EVENTS = '/api/v1/engine-records/events';
const LABELS = { user: 'alice', creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' };
const SESSION = '/api/v1/session';

function event(ticketId: string, phase: string, more: Record<string, unknown> = {}) {
  return { eventId: randomUUID(), ticketId, phase, time: '2026-05-06T10:20:05Z', labels: LABELS, ...more };
}

/** Milliseconds until a call is refused. */
async function millisecondsUntilRefused(caller: Caller): Promise<number> {
  const started = Date.now();
  while ((await caller.get(SESSION)).status !== 401) {
    if (Date.now() - started > 10_000) throw new Error('still let in after 10 s');
    await new Promise((done) => setTimeout(done, 20));
  }
  return Date.now() - started;
}

describe.each(KINDS)('two servers on one database of %s', (kind) => {
  let made: TestDatabase;
  let servers: TestServer[] = [];
  let one: Caller;
  let other: Caller;
  const at = (server: number, caller: Caller) => new Caller((servers[server] as TestServer).base, caller.headers);

  beforeAll(async () => {
    made = await makeEmptyDatabase(kind);
    // Both meet an empty database at once: one migrates it and makes the administrator, the other waits.
    servers = await Promise.all([0, 1].map(() => startServer({ environment: { DATABASE_URL: made.url } })));
    one = await signIn((servers[0] as TestServer).base);
    other = at(1, one);
  });
  afterAll(async () => {
    for (const server of servers) {
      await server.stop();
      server.remove();
    }
    await made.drop();
  });

  it('has one administrator, known to both', async () => {
    expect((await other.get('/api/v1/accounts')).body.items).toMatchObject([{ name: ADMIN.name, role: 'admin' }]);
    expect((await signIn((servers[1] as TestServer).base)).headers.cookie).toBeTruthy();
  });

  it('lets in at one who has signed in at the other, by Linkis cookie, console cookie and API token', async () => {
    expect((await other.get(SESSION)).body).toMatchObject({ user: ADMIN.name, role: 'admin' });
    const { base } = servers[0] as TestServer;
    const opened = await fetch(`${base}/api/auth/csrf`);
    const { csrfToken } = (await opened.json()) as { csrfToken: string };
    const cookies = (response: Response) => response.headers.getSetCookie().map((text) => text.split(';')[0] ?? '');
    const signedIn = await fetch(`${base}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        cookie: cookies(opened).join('; '),
        'content-type': 'application/x-www-form-urlencoded',
        origin: base,
      },
      body: new URLSearchParams({ csrfToken, name: ADMIN.name, password: ADMIN.password, json: 'true' }),
    });
    const console_ = new Caller(base, { cookie: cookies(signedIn).join('; ') });
    expect((await console_.get(SESSION)).body).toMatchObject({ user: ADMIN.name });
    expect((await at(1, console_).get(SESSION)).body).toMatchObject({ user: ADMIN.name });
    const made = await one.post('/api/v1/api-tokens', { name: 'both', expiresInDays: null });
    const token = new Caller(base, { authorization: `Bearer ${made.body.secret}` });
    expect((await at(1, token).get(SESSION)).status).toBe(200);
    await one.send('DELETE', `/api/v1/api-tokens/${made.body.id}`);
    expect(await millisecondsUntilRefused(at(1, token))).toBeLessThan(1000);
  });

  it('lets nobody in within a second of a session that the other has ended', async () => {
    const there = await signIn((servers[1] as TestServer).base);
    expect((await there.get(SESSION)).status).toBe(200);
    const sessions = (await there.get('/api/v1/sessions')).body.items as { id: string; current: boolean }[];
    const { id } = sessions.find(({ current }) => current) ?? { id: '' };
    expect((await one.send('DELETE', `/api/v1/sessions/${id}`)).status).toBe(200);
    expect(await millisecondsUntilRefused(there)).toBeLessThan(1000);
  });

  it('ends the sessions of an account whose role the other has changed, or which it has disabled', async () => {
    const name = `bob-${kind}`;
    const there = at(1, await signInAs(one, name, 'user'));
    expect((await there.get(SESSION)).body).toMatchObject({ role: 'user' });
    await one.send('PATCH', `/api/v1/accounts/${name}`, { role: 'history-admin' });
    expect(await millisecondsUntilRefused(there)).toBeLessThan(1000);
    const again = await signIn(there.base, name, 'a long new secret');
    expect((await again.get(SESSION)).body).toMatchObject({ role: 'history-admin' });
    await one.send('PATCH', `/api/v1/accounts/${name}`, { disabled: true });
    expect(await millisecondsUntilRefused(again)).toBeLessThan(1000);
  });

  it('finds what the other has recorded, by every kind of filter', async () => {
    const tickets = (query: string) =>
      other
        .get(`/api/v1/engine-records?${query}`)
        .then(({ body }) => body.items.map((item: { ticketId: string }) => item.ticketId));
    expect(await tickets('instancePart=newhost')).toEqual([]);
    expect(await tickets('label=newcomer')).toEqual([]);
    const ticket = randomUUID();
    const labels = { ...LABELS, user: 'newcomer' };
    const events = [
      event(ticket, 'request', { labels, ecmInstance: 'newhost:9102' }),
      event(ticket, 'used', { labels, instance: 'newhost:38001' }),
    ];
    expect((await one.post(EVENTS, { events })).body).toMatchObject({ recorded: 2 });
    expect((await other.get(`/api/v1/engine-records/${ticket}`)).body).toMatchObject({
      usedTimes: 1,
      user: 'newcomer',
    });
    for (const query of [
      '',
      'user=newcomer',
      'instancePart=newhost',
      'instancePart=newhost:38',
      'label=newcomer',
      'ecm=newhost:9102',
    ])
      expect({ query, found: await tickets(query) }).toEqual({ query, found: expect.arrayContaining([ticket]) });
    expect((await other.get('/api/v1/engine-records/facets')).body.users).toContain('newcomer');
    expect((await other.get('/api/v1/engine-records/count?user=newcomer')).body).toEqual({ count: 1, exact: true });
  });

  it('counts right what is reported to both at the same moment', async () => {
    const tickets = Array.from({ length: 5 }, () => randomUUID());
    const shared = tickets.map((ticket) => event(ticket, 'used'));
    const rounds = 12;
    const batches = Array.from({ length: rounds }, () =>
      tickets.flatMap((ticket) => [event(ticket, 'used'), event(ticket, 'used')]),
    );
    const answers = await Promise.all(
      batches.map((events, round) => (round % 2 === 0 ? one : other).post(EVENTS, { events: [...events, ...shared] })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const recorded = answers.reduce((sum, { body }) => sum + body.recorded, 0);
    expect(recorded).toBe(rounds * 10 + shared.length);
    for (const ticket of tickets)
      for (const caller of [one, other])
        expect((await caller.get(`/api/v1/engine-records/${ticket}`)).body.usedTimes).toBe(rounds * 2 + 1);
  });

  it('goes on at one when the other is killed', async () => {
    const third = await startServer({ environment: { DATABASE_URL: made.url } });
    const ticket = randomUUID();
    const caller = new Caller(third.base, one.headers);
    const sending = Promise.all(
      Array.from({ length: 4 }, () => caller.post(EVENTS, { events: [event(ticket, 'used')] }).catch(() => null)),
    );
    await third.kill();
    await sending;
    third.remove();
    const before = (await one.get(`/api/v1/engine-records/${ticket}`)).body.usedTimes ?? 0;
    expect((await one.post(EVENTS, { events: [event(ticket, 'used')] })).body).toMatchObject({ recorded: 1 });
    expect((await other.get(`/api/v1/engine-records/${ticket}`)).body.usedTimes).toBe(before + 1);
  });
});
