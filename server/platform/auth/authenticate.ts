import type { Configuration } from '../config/environment';
import type { Database } from '../db/database';
import { AppError } from '../errors';
import { type Actor, effectiveRole, NOBODY } from './actor';
import { CONSOLE_COOKIE, LINKIS_COOKIE, readCookie, sessionIdOf } from './console-session';
import { checkGatewayToken } from './gateway-token';
import {
  type AccountStanding,
  findAccount,
  findApiToken,
  findGatewayToken,
  findSession,
  type OwnedSession,
  touchApiToken,
  touchSession,
} from './store';

/** What authentication needs of a request. */
export interface Credentials {
  headers: Headers;
  address: string | null;
  now: Date;
}

interface Means {
  database: Database;
  configuration: Configuration;
  sessionSecret: string;
}

const TOUCH_AFTER_MS = 60_000;

function toActor(
  means: Means,
  name: string,
  account: AccountStanding | null,
  proof: Pick<Actor, 'via' | 'byCookie'> & Partial<Actor>,
): Actor {
  if (account?.disabled) throw new AppError('unauthenticated', 'This account has been disabled. Ask an administrator.');
  return {
    name,
    sessionId: null,
    tokenName: null,
    ...proof,
    role: effectiveRole(name, account?.role ?? null, means.configuration),
    mustChangePassword: account?.mustChangePassword ?? false,
    hasLocalAccount: account !== null,
  };
}

async function bySession(means: Means, { session, account }: OwnedSession, now: Date): Promise<Actor> {
  if (now.getTime() - session.lastSeenTime.getTime() > TOUCH_AFTER_MS) {
    await touchSession(
      means.database,
      session.id,
      now,
      new Date(now.getTime() + means.configuration.sessionHours * 3_600_000),
    );
  }
  const actor = toActor(means, session.userName, account, {
    via: session.kind === 'linkis' ? 'linkis-session' : 'console-session',
    sessionId: session.id,
    byCookie: true,
  });
  // Who did not sign in with the one-time password need not know it.
  return session.kind === 'oidc' ? { ...actor, mustChangePassword: false } : actor;
}

/** The session that a request's cookies name; null without a live one. */
async function findCookieSession(means: Means, { headers, now }: Credentials): Promise<OwnedSession | null> {
  const ticket = readCookie(headers, LINKIS_COOKIE);
  if (ticket) {
    const session = await findSession(means.database, { ticket }, now);
    if (session) return session;
  }
  const cookie = readCookie(headers, CONSOLE_COOKIE);
  const id = cookie ? await sessionIdOf(cookie, means.sessionSecret) : null;
  return id ? findSession(means.database, { id }, now) : null;
}

async function byGatewayToken(means: Means, { headers, address, now }: Credentials): Promise<Actor | null> {
  const code = headers.get('token-code') ?? readCookie(headers, 'Token-Code');
  const user = headers.get('token-user') ?? readCookie(headers, 'Token-User');
  if (code === null || user === null) return null;
  if (code.trim() === '' || user.trim() === '') {
    throw new AppError(
      'unauthenticated',
      '请在Header或Cookie中同时指定Token-Code 和 Token-User，以便完成token认证！(Give both Token-Code and Token-User.)',
    );
  }
  checkGatewayToken(code.length <= 128 ? await findGatewayToken(means.database, code) : null, user, address, now);
  return toActor(means, user, await findAccount(means.database, user), {
    via: 'gateway-token',
    tokenName: code,
    byCookie: headers.get('token-code') === null,
  });
}

async function byApiToken(means: Means, { headers, now }: Credentials): Promise<Actor | null> {
  const secret = /^Bearer (\S{1,200})$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (!secret) return null;
  const token = await findApiToken(means.database, secret);
  if (!token || (token.expiresTime && token.expiresTime <= now)) {
    throw new AppError(
      'unauthenticated',
      'The API token is unknown, revoked or expired. Make a new one under Settings → API tokens.',
    );
  }
  if (!token.lastUsedTime || now.getTime() - token.lastUsedTime.getTime() > TOUCH_AFTER_MS)
    await touchApiToken(means.database, token.id, now);
  return toActor(means, token.userName, await findAccount(means.database, token.userName), {
    via: 'api-token',
    byCookie: false,
  });
}

/**
 * Finds out who sends a request: by gateway token (headers or cookies), API token, Linkis cookie or console cookie, in
 * this order. Without any proof the actor is nobody.
 * @throws AppError unauthenticated when a token is given and is not good
 */
export async function authenticate(means: Means, credentials: Credentials): Promise<Actor> {
  const program = (await byGatewayToken(means, credentials)) ?? (await byApiToken(means, credentials));
  if (program) return program;
  const session = await findCookieSession(means, credentials);
  return session ? bySession(means, session, credentials.now) : NOBODY;
}

/** As `authenticate`, but only cookies count: for the endpoints of which Linkis says so. */
export async function authenticateBySession(means: Means, credentials: Credentials): Promise<Actor> {
  const session = await findCookieSession(means, credentials);
  return session ? bySession(means, session, credentials.now) : NOBODY;
}
