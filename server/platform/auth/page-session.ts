import { randomUUID } from 'node:crypto';
import { headers } from 'next/headers';
import type { CurrentSession } from '@/contracts/accounts';
import type { Context } from '../context';
import { clientAddress } from '../http/client-address';
import { runtime } from '../runtime';
import type { Actor } from './actor';
import { authenticateBySession } from './authenticate';

/** Who is signed in, as the session endpoint and the pages tell it. */
export function toCurrentSession(actor: Actor): CurrentSession {
  return {
    user: actor.name,
    role: actor.role,
    mustChangePassword: actor.mustChangePassword,
    hasLocalAccount: actor.hasLocalAccount,
  };
}

/**
 * The context in which a page reads for who looks at it; null when nobody is signed in.
 * @throws AppError when the database does not answer
 */
export async function pageContext(): Promise<Context | null> {
  const { configuration, clock, database, log, phase, sessionSecret } = runtime();
  if (!database || phase !== 'ready') return null;
  const requestHeaders = await headers();
  const credentials = {
    headers: requestHeaders,
    address: clientAddress(requestHeaders, configuration.trustedProxies),
    now: clock.now(),
  };
  const actor = await authenticateBySession(
    { database, configuration, sessionSecret: sessionSecret ?? '' },
    credentials,
  );
  if (actor.via === 'nobody') return null;
  const requestId = randomUUID();
  return { requestId, actor, clock, log: log.child({ requestId }), database, configuration };
}

/**
 * Who looks at a page; null when nobody is signed in.
 * @throws AppError when the database does not answer
 */
export async function currentPageSession(): Promise<CurrentSession | null> {
  const context = await pageContext();
  return context && toCurrentSession(context.actor);
}

/** The OpenID Connect provider that the sign-in page offers; null without one. `name` is what people call it. */
export function signInProvider(): { name: string | null } | null {
  const { oidc } = runtime().configuration;
  return oidc && { name: oidc.name };
}
