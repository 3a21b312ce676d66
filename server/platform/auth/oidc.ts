import type { OAuthConfig } from 'next-auth/providers/oauth';
import { writeAudit } from '../audit/writer';
import type { OidcSettings } from '../config/oidc';
import type { Database } from '../db/database';
import type { SignInOrigin } from './sign-in';
import { findAccount } from './store';

/** Name of the provider in addresses and answers of next-auth. */
export const OIDC = 'oidc';

/** Long enough for a provider that is far away; people wait for it. */
const ANSWER_MILLIS = 10_000;
/** Names as local accounts have them: they stand in the trail, in paths and in records. */
const NAME = /^[A-Za-z0-9_.@-]{1,64}$/;
/** Who the trail names when the provider names nobody: no account can have it. */
const UNNAMED = '(unnamed)';

/**
 * The provider as next-auth wants it: authorization code with PKCE, state and nonce; what the ID token claims, completed
 * by what the provider tells of the user. The person's id is the name that the claim holds; `mayEnter` says whether it
 * is a usable one.
 */
export function oidcProvider(settings: OidcSettings): OAuthConfig<Record<string, unknown>> {
  const { issuer, clientId, clientSecret, userClaim } = settings;
  return {
    id: OIDC,
    name: settings.name ?? OIDC,
    type: 'oauth',
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    authorization: { params: { scope: 'openid profile email' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    httpOptions: { timeout: ANSWER_MILLIS },
    userinfo: {
      request: async ({ client, tokens }) => {
        const claims = { ...(tokens.id_token ? decodeClaims(tokens.id_token) : {}) };
        if (claims[userClaim] !== undefined || !client.issuer.metadata.userinfo_endpoint || !tokens.access_token)
          return claims;
        // Given the whole set, the client sees to it that both are of the same subject.
        const set = tokens as Parameters<typeof client.userinfo>[0];
        return { ...(await client.userinfo(set)), ...claims };
      },
    },
    profile: (claims) => {
      const name = claims[userClaim];
      // next-auth takes no empty id.
      return { id: typeof name === 'string' && NAME.test(name) ? name : UNNAMED };
    },
  };
}

/** Claims of an ID token whose signature has been verified already. */
function decodeClaims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

/** Whether somebody whom the provider vouches for may sign in; a refusal is audited. */
export async function mayEnter(database: Database, name: string, origin: SignInOrigin): Promise<boolean> {
  const usable = NAME.test(name);
  const account = usable ? await findAccount(database, name) : null;
  if (usable && !account?.disabled) return true;
  await writeAudit(
    database.client,
    [
      {
        actor: name,
        action: 'session.signIn',
        objectType: 'account',
        objectId: name,
        outcome: 'denied',
        requestId: origin.requestId,
        detail: { provider: OIDC, reason: usable ? 'disabled' : 'no usable name', address: origin.address },
      },
    ],
    origin.now,
  );
  return false;
}
