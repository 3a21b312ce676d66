import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { ADMIN, Caller, signIn, signInAs, startServer, type TestServer } from '../setup/server';

const LOGIN = '/api/rest_j/v1/user/login';

describe('signing in', () => {
  let server: TestServer;
  let admin: Caller;

  beforeAll(async () => {
    server = await startServer({ environment: { LINKIS_ADMINS: 'hadoop', LINKIS_HISTORY_ADMINS: 'Helen' } });
    admin = await signIn(server.base);
    const connection = await openMigrationConnection(`file:${server.dataDirectory}/engineroom.db`);
    const insert =
      'INSERT INTO linkis_mg_gateway_auth_token (token_name, legal_users, legal_hosts, create_time, elapse_day) VALUES (?, ?, ?, ?, ?)';
    const tokens: unknown[][] = [
      ['ANY', '*', '*', '2026-01-01', -1],
      ['ONLY-BOB', 'bob', '*', '2026-01-01', -1],
      ['ONE-HOST', '*', '10.9.9.9', '2026-01-01', -1],
      ['STALE', '*', '*', '2026-01-01', 1],
      ['NOBODY', '', '*', '2026-01-01', -1],
    ];
    for (const token of tokens)
      await connection.run(
        insert,
        token.map((value) => (value === '2026-01-01' ? '2026-01-01T00:00:00.000+00:00' : value)),
      );
    await connection.close();
  });
  afterAll(async () => {
    await server?.stop();
    server?.remove();
  });

  const roles = (headers: Record<string, string>) =>
    new Caller(server.base, headers).get('/api/rest_j/v1/jobhistory/governanceStationAdmin');

  it('checks tokens of the gateway: known, fresh, user, host', async () => {
    expect((await roles({ 'Token-Code': 'ANY', 'Token-User': 'alice' })).body.data).toMatchObject({
      admin: false,
      historyAdmin: false,
    });
    expect((await roles({ 'Token-Code': 'ANY', 'Token-User': 'HADOOP' })).body.data).toMatchObject({
      admin: true,
      historyAdmin: true,
    });
    expect((await roles({ 'Token-Code': 'ANY', 'Token-User': 'helen' })).body.data).toMatchObject({
      admin: false,
      historyAdmin: true,
    });
    expect((await roles({ cookie: 'Token-Code=ANY; Token-User=alice' })).status).toBe(200);
    expect((await roles({ 'Token-Code': 'ONLY-BOB', 'Token-User': 'bob' })).status).toBe(200);
    for (const [code, user] of [
      ['ONLY-BOB', 'alice'],
      ['ONE-HOST', 'alice'],
      ['STALE', 'alice'],
      ['NOBODY', 'alice'],
      ['UNKNOWN', 'alice'],
      ['any', 'alice'],
      ['', 'alice'],
    ]) {
      const answer = await roles({ 'Token-Code': code ?? '', 'Token-User': user ?? '' });
      expect(answer).toMatchObject({ status: 401, body: { status: -1 } });
      if (code) expect(JSON.stringify(answer.body)).not.toContain(`"${code}"`);
    }
    expect(
      (await roles({ 'Token-Code': 'ONE-HOST', 'Token-User': 'alice', 'x-forwarded-for': '10.9.9.9' })).status,
    ).toBe(200);
    expect(
      (await roles({ 'Token-Code': 'ONE-HOST', 'Token-User': 'alice', 'x-forwarded-for': '10.9.9.9, 10.1.1.1' }))
        .status,
    ).toBe(401);
    expect(
      (await roles({ 'Token-Code': 'ONE-HOST', 'Token-User': 'alice', 'x-engineroom-peer': 'x 10.9.9.9' })).status,
    ).toBe(401);
  });

  it('locks a name after failures, for longer each time, also one without an account', async () => {
    const attempt = (userName: string) => new Caller(server.base).post(LOGIN, { userName, password: 'wrong' });
    for (let failure = 0; failure < 6; failure++)
      expect((await attempt('ghost')).body.message).toContain('wrong user name or password');
    expect((await attempt('ghost')).body.message).toMatch(/Try again in \d+ seconds/);
    expect((await new Caller(server.base).post(LOGIN, { userName: ADMIN.name, password: ADMIN.password })).status).toBe(
      200,
    );
  });

  it('takes no names that differ in capitals only', async () => {
    expect((await admin.post('/api/v1/accounts', { name: 'quentin', role: 'user' })).status).toBe(201);
    for (const name of ['Quentin', 'QUENTIN', 'quentin'])
      expect(await admin.post('/api/v1/accounts', { name, role: 'user' })).toMatchObject({
        status: 409,
        body: { faults: [{ path: 'name' }] },
      });
  });

  it("writes down who asks for another's engine, which is as if it were not there", async () => {
    const labels = { user: 'somebody', creator: 'IDE', engineType: 'spark', engineVersion: '1' };
    const event = {
      eventId: 'hidden-1',
      ticketId: 'hidden-ticket',
      phase: 'request',
      time: '2026-05-06T10:20:05Z',
      labels,
    };
    expect((await admin.post('/api/v1/engine-records/events', event)).body).toMatchObject({ recorded: 1 });
    const curious = await signInAs(admin, 'curious', 'user');
    expect((await curious.get('/api/v1/engine-records/hidden-ticket')).status).toBe(404);
    expect((await curious.get('/api/v1/engine-records/unknown-ticket')).status).toBe(404);
    const linkis = await curious.get('/api/rest_j/v1/linkisManager/ecinfo/get?ticketid=hidden-ticket');
    expect(linkis.body.message).toContain('not exist');
    const { items } = (await admin.get('/api/v1/audit-events?outcome=denied&actor=curious')).body;
    expect(items.map(({ action, objectId }: { action: string; objectId: string }) => [action, objectId])).toEqual([
      ['linkis.ecinfo.get', '/api/rest_j/v1/linkisManager/ecinfo/get'],
      ['engineRecords.get', '/api/v1/engine-records/hidden-ticket'],
    ]);
  });

  it('asks for a new password before anything else', async () => {
    const { body } = await admin.post('/api/v1/accounts', { name: 'carol', role: 'user' });
    const carol = await signIn(server.base, 'carol', body.oneTimePassword);
    expect(await carol.get('/api/v1/engine-records')).toMatchObject({
      status: 403,
      body: { code: 'password_change_required' },
    });
    expect((await carol.get('/api/v1/session')).body).toMatchObject({ user: 'carol', mustChangePassword: true });
    expect(
      (await carol.post('/api/v1/session/password', { currentPassword: body.oneTimePassword, newPassword: 'short' }))
        .body,
    ).toMatchObject({ code: 'invalid_input', faults: [{ path: 'newPassword' }] });
    expect(
      (
        await carol.post('/api/v1/session/password', {
          currentPassword: body.oneTimePassword,
          newPassword: 'carol-and-more',
        })
      ).status,
    ).toBe(400);
    expect(
      (
        await carol.post('/api/v1/session/password', {
          currentPassword: body.oneTimePassword,
          newPassword: 'something else',
        })
      ).status,
    ).toBe(200);
    expect((await carol.get('/api/v1/engine-records')).status).toBe(200);
  });

  it('ends sessions at once when they are revoked, the account is disabled or its role changes', async () => {
    const dave = await signInAs(admin, 'dave', 'user');
    const second = await signIn(server.base, 'dave', 'a long new secret');
    const { items } = (await dave.get('/api/v1/sessions')).body as { items: { id: string; current: boolean }[] };
    const other = items.find((session) => !session.current);
    expect((await dave.send('DELETE', `/api/v1/sessions/${other?.id}`)).status).toBe(200);
    expect((await second.get('/api/v1/session')).status).toBe(401);
    expect((await admin.send('PATCH', '/api/v1/accounts/dave', { disabled: true })).status).toBe(200);
    expect((await dave.get('/api/v1/session')).status).toBe(401);
    expect(
      (await new Caller(server.base).post(LOGIN, { userName: 'dave', password: 'a long new secret' })).status,
    ).toBe(400);
  });

  it('never leaves the installation without an administrator', async () => {
    expect(await admin.send('PATCH', `/api/v1/accounts/${ADMIN.name}`, { role: 'user' })).toMatchObject({
      status: 409,
    });
    expect(await admin.send('PATCH', `/api/v1/accounts/${ADMIN.name}`, { disabled: true })).toMatchObject({
      status: 409,
    });
  });

  it('refuses what pages of other sites make a browser send', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ] as Record<string, string>[]) {
      expect(await admin.send('POST', '/api/v1/api-tokens', { name: 'x', expiresInDays: 1 }, headers)).toMatchObject({
        status: 403,
        body: { code: 'cross_site' },
      });
      expect((await admin.send('GET', '/api/rest_j/v1/user/logout', undefined, headers)).status).toBe(412);
      expect(
        (await new Caller(server.base).send('POST', LOGIN, { userName: ADMIN.name, password: ADMIN.password }, headers))
          .status,
      ).toBe(412);
    }
    expect(
      (
        await admin.send(
          'POST',
          '/api/v1/api-tokens',
          { name: 'x', expiresInDays: 1 },
          { origin: server.base, 'sec-fetch-site': 'same-origin' },
        )
      ).status,
    ).toBe(201);
  });

  it('shows an API token once, keeps its hash, and forgets it when revoked', async () => {
    const { body } = await admin.post('/api/v1/api-tokens', { name: 'script', expiresInDays: null });
    const program = new Caller(server.base, { authorization: `Bearer ${body.secret}` });
    expect((await program.get('/api/v1/session')).body).toMatchObject({ user: ADMIN.name, role: 'admin' });
    expect(JSON.stringify((await admin.get('/api/v1/api-tokens')).body)).not.toContain(body.secret);
    expect((await admin.send('DELETE', `/api/v1/api-tokens/${body.id}`)).status).toBe(200);
    expect((await program.get('/api/v1/session')).status).toBe(401);
  });

  it('signs in through next-auth with a session that the server can end', async () => {
    const csrf = await fetch(`${server.base}/api/auth/csrf`);
    const { csrfToken } = (await csrf.json()) as { csrfToken: string };
    const cookies = csrf.headers.getSetCookie().map((line) => line.split(';')[0]);
    const answer = await fetch(`${server.base}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookies.join('; '), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken, name: ADMIN.name, password: ADMIN.password, json: 'true' }),
    });
    const session = answer.headers.getSetCookie().find((line) => line.startsWith('engineroom.session='));
    expect(session).toMatch(/HttpOnly/i);
    expect(session).toMatch(/SameSite=Lax/i);
    const browser = new Caller(server.base, { cookie: session?.split(';')[0] ?? '' });
    const { items } = (await browser.get('/api/v1/sessions')).body as {
      items: { id: string; kind: string; current: boolean }[];
    };
    const own = items.find((item) => item.current);
    expect(own?.kind).toBe('console');
    await admin.send('DELETE', `/api/v1/sessions/${own?.id}`);
    expect((await browser.get('/api/v1/session')).status).toBe(401);
  });

  it('writes every change and every denied access to the audit trail, and no secret to the log', async () => {
    const eve = await signInAs(admin, 'eve', 'user');
    await eve.get('/api/v1/accounts');
    const denied = (await admin.get('/api/v1/audit-events?actor=eve&outcome=denied')).body.items;
    expect(denied[0]).toMatchObject({ action: 'accounts.list', outcome: 'denied' });
    const created = (await admin.get('/api/v1/audit-events?action=accounts.create')).body.items;
    expect(created.map((item: { objectId: string }) => item.objectId)).toContain('eve');
    const leaked = [ADMIN.password, 'a long new secret', 'ONLY-BOB', 'ONE-HOST'].filter((secret) =>
      server.output().includes(secret),
    );
    expect(leaked).toEqual([]);
  });
});

describe('the very first start', () => {
  it('prints a one-time password, and only then', async () => {
    const environment = { ADMIN_PASSWORD: '', ADMIN_USER: '' };
    const first = await startServer({ environment });
    const password = /one-time password\s+(\S{16})\s/.exec(first.output())?.[1] ?? '';
    const admin = await signIn(first.base, 'admin', password);
    expect((await admin.get('/api/v1/session')).body).toMatchObject({ role: 'admin', mustChangePassword: true });
    expect(await first.stop()).toBe(0);
    const second = await startServer({ environment, dataDirectory: first.dataDirectory });
    expect(second.output()).not.toContain('one-time');
    await second.stop();
    second.remove();
  });
});
