import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT, type OpenIdProvider, startOpenIdProvider, Visitor } from '../setup/openid-provider';
import { ADMIN, type Caller, freePort, signIn, startServer, type TestServer } from '../setup/server';

describe('signing in with an OpenID Connect provider', () => {
  let provider: OpenIdProvider;
  let server: TestServer;
  let admin: Caller;

  beforeAll(async () => {
    const port = await freePort();
    const home = `http://127.0.0.1:${port}`;
    provider = await startOpenIdProvider(home);
    server = await startServer({
      port,
      environment: {
        PUBLIC_URL: home,
        OIDC_ISSUER: `${provider.issuer}/`,
        OIDC_CLIENT_ID: CLIENT.id,
        OIDC_CLIENT_SECRET: CLIENT.secret,
        OIDC_NAME: 'The Bank',
        LINKIS_HISTORY_ADMINS: 'helen',
      },
    });
    admin = await signIn(server.base);
  });
  afterAll(async () => {
    await server?.stop();
    server?.remove();
    await provider?.stop();
  });

  /** Presses the button of the sign-in page. */
  async function leaveForProvider(visitor: Visitor): Promise<string> {
    const { response } = await visitor.open(`${server.base}/api/auth/csrf`);
    const { csrfToken } = (await response.json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, callbackUrl: '/engine-history?status=Failed', json: 'true' });
    const asked = await visitor.open(`${server.base}/api/auth/signin/oidc`, { method: 'POST', body });
    return ((await asked.response.json()) as { url: string }).url;
  }

  async function signInThere(name: unknown, claims: Record<string, unknown> = { preferred_username: name }) {
    Object.assign(provider.signedIn, { subject: `subject of ${name}`, claims });
    const visitor = new Visitor();
    const { url } = await visitor.open(await leaveForProvider(visitor));
    const session = await visitor.open(`${server.base}/api/v1/session`);
    return { visitor, url, status: session.response.status, session: await session.response.json() };
  }

  const trail = async () =>
    (await admin.get('/api/v1/audit-events?action=session.signIn&pageSize=5')).body.items as {
      actor: string;
      outcome: string;
      detail: Record<string, unknown>;
    }[];

  it('lets people in under the name that the provider vouches for, and sends them where they wanted to go', async () => {
    const alice = await signInThere('alice');
    expect(alice.url.pathname + alice.url.search).toBe('/engine-history?status=Failed');
    expect(alice.session).toMatchObject({ user: 'alice', role: 'user', hasLocalAccount: false });
    expect((await trail())[0]).toMatchObject({ actor: 'alice', outcome: 'done', detail: { kind: 'oidc' } });
    const { response } = await alice.visitor.open(`${server.base}/api/v1/sessions`);
    expect(await response.json()).toMatchObject({ items: [{ kind: 'oidc', current: true }] });
    expect((await signInThere('helen')).session).toMatchObject({ role: 'history-admin' });
  });

  it('takes the role of the local account of that name, and asks for no one-time password', async () => {
    await admin.post('/api/v1/accounts', { name: 'olga', role: 'admin' });
    expect((await signInThere('olga')).session).toMatchObject({
      user: 'olga',
      role: 'admin',
      hasLocalAccount: true,
      mustChangePassword: false,
    });
  });

  it('a session ends when it is revoked, and when the account is disabled nobody comes in', async () => {
    await admin.post('/api/v1/accounts', { name: 'dora', role: 'user' });
    const { visitor, status } = await signInThere('dora');
    expect(status).toBe(200);
    await admin.send('PATCH', '/api/v1/accounts/dora', JSON.stringify({ disabled: true }));
    expect((await visitor.open(`${server.base}/api/v1/session`)).response.status).toBe(401);
    const again = await signInThere('dora');
    expect(again.status).toBe(401);
    expect(again.url.pathname + again.url.search).toMatch(/^\/sign-in\?error=AccessDenied/);
    expect((await trail())[0]).toMatchObject({ actor: 'dora', outcome: 'denied', detail: { reason: 'disabled' } });
  });

  it('refuses names that are none here', async () => {
    for (const name of [undefined, '', 'two words', '../etc', 'a'.repeat(65), '李', 7, ['alice'], null]) {
      const { status, url } = await signInThere(name);
      expect([name, status, url.searchParams.get('error')]).toEqual([name, 401, 'AccessDenied']);
    }
    expect((await trail())[0]).toMatchObject({ outcome: 'denied', detail: { reason: 'no usable name' } });
  });

  it('an answer that nobody asked for, one that comes twice and one of another visitor open nothing', async () => {
    Object.assign(provider.signedIn, { subject: 'mallory', claims: { preferred_username: 'mallory' } });
    const visitor = new Visitor();
    const stranger = new Visitor();
    const asked = new URL(await leaveForProvider(visitor));
    expect(asked.searchParams.get('code_challenge_method')).toBe('S256');
    expect(asked.searchParams.get('nonce')).toBeTruthy();
    const forged = `${server.base}/api/auth/callback/oidc?code=guessed&state=${asked.searchParams.get('state')}`;
    for (const who of [stranger, visitor]) {
      const { url } = await who.open(forged);
      expect(url.pathname).toBe('/sign-in');
      expect(url.searchParams.get('error')).toBeTruthy();
      expect((await who.open(`${server.base}/api/v1/session`)).response.status).toBe(401);
    }
  });

  it('says so when the provider is not there, and local accounts work all the same', async () => {
    await provider.stop();
    const { url, response } = await new Visitor().open(await leaveForProvider(new Visitor()));
    expect(url.pathname + url.search).toMatch(/^\/sign-in\?.*error=/);
    const page = await response.text();
    expect(page).toContain('Sign in with The Bank');
    expect(page).toContain('sign-in of your organisation did not work');
    await signIn(server.base, ADMIN.name, ADMIN.password);
    expect(server.output()).not.toContain(CLIENT.secret);
  });
});
