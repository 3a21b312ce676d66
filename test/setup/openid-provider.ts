import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type KoaContextWithOIDC } from 'oidc-provider';

/** An OpenID Connect provider that asks nobody anything. */
export interface OpenIdProvider {
  issuer: string;
  /** Whom it vouches for from now on: the subject, and what it tells of them. */
  signedIn: { subject: string; claims: Record<string, unknown> };
  stop(): Promise<void>;
}

export const CLIENT = { id: 'engineroom', secret: 'a secret of both' };

/** Starts a provider that knows one client. @param home address that people are sent back to */
export async function startOpenIdProvider(home: string): Promise<OpenIdProvider> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const told: OpenIdProvider['signedIn'] = { subject: 'nobody', claims: {} };
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${home}/api/auth/callback/oidc`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    features: { devInteractions: { enabled: false } },
    claims: { openid: ['sub'], profile: ['preferred_username', 'login'] },
    pkce: { required: () => true },
    cookies: { keys: ['of the tests'] },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...told.claims }) }),
    // As if everybody had agreed already.
    loadExistingGrant: async ({ oidc }: KoaContextWithOIDC) => {
      const grant = new provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    void provider.interactionFinished(request, response, { login: { accountId: told.subject, remember: false } });
  });
  return {
    issuer,
    signedIn: told,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** What a browser does of signing in: keeps cookies by host and follows redirects. */
export class Visitor {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** @returns the answer that is no redirect, and its address */
  async open(address: string, init: RequestInit = {}): Promise<{ url: URL; response: Response }> {
    let url = new URL(address);
    for (let hops = 0; hops < 12; hops++) {
      const response = await fetch(url, {
        ...(hops === 0 ? init : {}),
        redirect: 'manual',
        headers: { ...(hops === 0 ? init.headers : {}), cookie: this.cookiesOf(url) },
      });
      this.#keep(url, response);
      const location = response.headers.get('location');
      if (!location) return { url, response };
      url = new URL(location, url);
    }
    throw new Error(`redirected for ever: ${url}`);
  }

  /** Header with what a host has set. */
  cookiesOf({ host }: URL): string {
    return [...(this.#cookies.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep({ host }: URL, response: Response): void {
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    for (const set of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = set.split('; ');
      const at = pair.indexOf('=');
      if (attributes.some((attribute) => /^max-age=0$|^expires=thu, 01 jan 1970/i.test(attribute)))
        jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }
}
