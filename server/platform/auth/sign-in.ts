import { writeAudit } from '../audit/writer';
import { wholeSeconds } from '../clock';
import type { Configuration } from '../config/environment';
import type { Database } from '../db/database';
import { AppError } from '../errors';
import { passwordFits, randomSecret } from './secrets';
import {
  type AccountRow,
  countSignInFailure,
  deleteExpiredSessions,
  findAccount,
  findSignInFailure,
  insertSession,
  lockSignIn,
  noteSignIn,
  type SessionKind,
} from './store';

/** From where somebody signs in. */
export interface SignInOrigin {
  address: string | null;
  userAgent: string | null;
  requestId: string | null;
  now: Date;
}

const FREE_FAILURES = 5;
const LONGEST_LOCK_SECONDS = 900;

/** Seconds that a name is locked after so many failures in a row: none up to 5, then 2, 4, 8 … at most 15 minutes. */
export function lockSeconds(failures: number): number {
  return failures <= FREE_FAILURES ? 0 : Math.min(2 ** (failures - FREE_FAILURES), LONGEST_LOCK_SECONDS);
}

/**
 * Checks name and password. Failures lock the name for ever longer, whether it has an account or not.
 * @throws AppError unauthenticated (wrong), too_many_attempts (locked; `retryAfterSeconds` says how long)
 */
async function checkPassword(
  database: Database,
  name: string,
  password: string,
  origin: SignInOrigin,
): Promise<AccountRow> {
  const key = name.slice(0, 64);
  const failure = await findSignInFailure(database, key);
  const wait = failure?.lockedUntil ? Math.ceil((failure.lockedUntil.getTime() - origin.now.getTime()) / 1000) : 0;
  if (wait > 0) {
    throw new AppError('too_many_attempts', `Too many failed sign-ins for this name. Try again in ${wait} seconds.`, {
      retryAfterSeconds: wait,
    });
  }
  const account = name.length <= 64 ? await findAccount(database, name) : null;
  const fits = await passwordFits(password, account?.passwordHash ?? null);
  if (account && fits && !account.disabled) return account;
  const failures = await countSignInFailure(database, key, origin.now);
  const lock = lockSeconds(failures);
  if (lock > 0) await lockSignIn(database, key, new Date(origin.now.getTime() + lock * 1000));
  await writeAudit(
    database.client,
    [
      {
        actor: key,
        action: 'session.signIn',
        objectType: 'account',
        objectId: key,
        outcome: 'denied',
        requestId: origin.requestId,
        detail: { failures, address: origin.address },
      },
    ],
    origin.now,
  );
  throw new AppError('unauthenticated', 'wrong user name or password(用户名或密码错误)！');
}

/** A session that has just begun. */
export interface NewSession {
  id: string;
  /** Value of the Linkis cookie; null for console sessions. */
  ticket: string | null;
  account: AccountRow | null;
}

/** Begins a session of a name that has proved itself by other means. */
export async function openSession(
  database: Database,
  configuration: Configuration,
  kind: SessionKind,
  userName: string,
  origin: SignInOrigin,
): Promise<{ id: string; ticket: string | null }> {
  const ticket = kind === 'linkis' ? randomSecret() : null;
  await deleteExpiredSessions(database, origin.now);
  const id = await insertSession(database, {
    kind,
    userName,
    ticket,
    address: origin.address,
    userAgent: origin.userAgent,
    now: origin.now,
    expires: new Date(origin.now.getTime() + configuration.sessionHours * 3_600_000),
  });
  await writeAudit(
    database.client,
    [
      {
        actor: userName,
        action: 'session.signIn',
        objectType: 'session',
        objectId: id,
        outcome: 'done',
        requestId: origin.requestId,
        detail: { kind, address: origin.address },
      },
    ],
    origin.now,
  );
  return { id, ticket };
}

/** Signs in with name and password. @throws as `checkPassword` */
export async function signInWithPassword(
  database: Database,
  configuration: Configuration,
  kind: 'console' | 'linkis',
  credentials: { name: string; password: string },
  origin: SignInOrigin,
): Promise<NewSession> {
  const account = await checkPassword(database, credentials.name, credentials.password, origin);
  const session = await openSession(database, configuration, kind, account.name, origin);
  await database.transaction((on) => noteSignIn(on, account.name, wholeSeconds(origin.now)));
  return { ...session, account };
}
