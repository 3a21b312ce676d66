import { headers } from 'next/headers';
import type { CurrentSession } from '@/contracts/accounts';
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
 * Who looks at a page; null when nobody is signed in.
 * @throws AppError when the database does not answer
 */
export async function currentPageSession(): Promise<CurrentSession | null> {
  const { configuration, clock, database, phase, sessionSecret } = runtime();
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
  return actor.via === 'nobody' ? null : toCurrentSession(actor);
}
