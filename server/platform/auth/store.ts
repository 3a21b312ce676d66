import { randomUUID } from 'node:crypto';
import type { Role } from '@/contracts/roles';
import { wholeSeconds } from '../clock';
import type { Database, Queryable } from '../db/database';
import { sql } from '../db/dialect';
import { isUniqueViolation } from '../db/failure';
import { hashOfSecret } from './secrets';

/** How a session began: a password on the page, an OpenID Connect provider, or a login as Linkis clients do it. */
export type SessionKind = 'console' | 'oidc' | 'linkis';

/** A session with what is known of its owner's account, if there is one. */
export interface SessionRow {
  id: string;
  kind: SessionKind;
  userName: string;
  createdTime: Date;
  lastSeenTime: Date;
  expiresTime: Date;
  address: string | null;
  userAgent: string | null;
}

export interface AccountRow {
  name: string;
  passwordHash: string;
  role: Role;
  mustChangePassword: boolean;
  disabled: boolean;
  createdTime: Date;
  lastSignInTime: Date | null;
}

/** The account of a name; null if there is none. */
export async function findAccount(
  database: Database,
  name: string,
  on: Queryable = database.client,
): Promise<AccountRow | null> {
  const found = await database.guard(() => on.account.findUnique({ where: { name } }));
  // Some collations call different names equal; an account answers to its exact name only.
  return found && found.name === name ? (found as AccountRow) : null;
}

/** The name of an account that differs from a name in capitals only; null if there is none. */
export async function findInOtherCapitals(database: Database, name: string, on: Queryable): Promise<string | null> {
  const rows = await database.query<{ name: string }>(
    sql`SELECT name FROM er_account WHERE LOWER(name) = ${name.toLowerCase()}`,
    on,
  );
  return rows.find((row) => row.name !== name)?.name ?? null;
}

/** Makes a session and returns its id. */
export async function insertSession(
  database: Database,
  session: {
    kind: SessionRow['kind'];
    userName: string;
    ticket: string | null;
    address: string | null;
    userAgent: string | null;
    now: Date;
    expires: Date;
  },
): Promise<string> {
  const id = randomUUID();
  const now = wholeSeconds(session.now);
  await database.guard(() =>
    database.client.session.create({
      data: {
        id,
        kind: session.kind,
        userName: session.userName,
        ticketHash: session.ticket ? hashOfSecret(session.ticket) : null,
        createdTime: now,
        lastSeenTime: now,
        expiresTime: wholeSeconds(session.expires),
        address: session.address,
        userAgent: session.userAgent?.slice(0, 255) ?? null,
      },
    }),
  );
  return id;
}

interface SessionOwnerRow {
  id: string;
  kind: SessionRow['kind'];
  user_name: string;
  last_seen_time: Date;
  expires_time: Date;
  account_name: string | null;
  role: Role | null;
  disabled: boolean | number | null;
  must_change_password: boolean | number | null;
}

/** What a request needs to know of an account. */
export type AccountStanding = Pick<AccountRow, 'name' | 'role' | 'disabled' | 'mustChangePassword'>;

/** A live session with the account of its owner. */
export interface OwnedSession {
  session: Pick<SessionRow, 'id' | 'kind' | 'userName' | 'lastSeenTime'>;
  account: AccountStanding | null;
}

/** The live session of an id or of a Linkis ticket with its owner's account, in one query: every request asks it. Null if it ended. */
export async function findSession(
  database: Database,
  by: { id: string } | { ticket: string },
  now: Date,
): Promise<OwnedSession | null> {
  const condition = 'id' in by ? sql`s.id = ${by.id}` : sql`s.ticket_hash = ${hashOfSecret(by.ticket)}`;
  const [row] = await database.query<SessionOwnerRow>(sql`
    SELECT s.id, s.kind, s.user_name, s.last_seen_time, s.expires_time, a.name AS account_name, a.role, a.disabled, a.must_change_password
    FROM er_session AS s LEFT JOIN er_account AS a ON a.name = s.user_name WHERE ${condition}`);
  if (!row || row.expires_time <= now) return null;
  const account =
    row.account_name === row.user_name && row.role
      ? {
          name: row.user_name,
          role: row.role,
          disabled: Boolean(row.disabled),
          mustChangePassword: Boolean(row.must_change_password),
        }
      : null;
  return {
    session: { id: row.id, kind: row.kind, userName: row.user_name, lastSeenTime: row.last_seen_time },
    account,
  };
}

/** Moves a session's end. */
export async function touchSession(database: Database, id: string, now: Date, expires: Date): Promise<void> {
  await database.guard(() =>
    database.client.session.updateMany({
      where: { id },
      data: { lastSeenTime: wholeSeconds(now), expiresTime: wholeSeconds(expires) },
    }),
  );
}

/** Live sessions of a user, newest first. */
export async function listSessionsOf(database: Database, userName: string, now: Date): Promise<SessionRow[]> {
  return (await database.guard(() =>
    database.client.session.findMany({
      where: { userName, expiresTime: { gt: now } },
      orderBy: [{ lastSeenTime: 'desc' }, { id: 'asc' }],
      take: 200,
    }),
  )) as SessionRow[];
}

/** Ends sessions; returns how many there were. */
export async function deleteSessions(
  on: Queryable,
  where: { id?: string; userName?: string; exceptId?: string },
): Promise<number> {
  const { count } = await on.session.deleteMany({
    where: {
      ...(where.id ? { id: where.id } : {}),
      ...(where.userName ? { userName: where.userName } : {}),
      ...(where.exceptId ? { NOT: { id: where.exceptId } } : {}),
    },
  });
  return count;
}

/** Removes sessions that ended by time; called at each sign-in, which is often enough. */
export async function deleteExpiredSessions(database: Database, now: Date): Promise<void> {
  await database.guard(() => database.client.session.deleteMany({ where: { expiresTime: { lte: now } } }));
}

/** A program's token as the Linkis gateway keeps it. */
export interface GatewayTokenRow {
  tokenName: string;
  legalUsers: string | null;
  legalHosts: string | null;
  createTime: Date | null;
  elapseDay: bigint | null;
}

/** The gateway token of a name; null if there is none. */
export async function findGatewayToken(database: Database, tokenName: string): Promise<GatewayTokenRow | null> {
  const found = await database.guard(() => database.client.gatewayToken.findUnique({ where: { tokenName } }));
  return found && found.tokenName === tokenName ? found : null;
}

/** An API token by its secret; null if unknown. */
export async function findApiToken(database: Database, secret: string) {
  return database.guard(() => database.client.apiToken.findUnique({ where: { secretHash: hashOfSecret(secret) } }));
}

/** Notes that an API token was used. */
export async function touchApiToken(database: Database, id: string, now: Date): Promise<void> {
  await database.guard(() =>
    database.client.apiToken.updateMany({ where: { id }, data: { lastUsedTime: wholeSeconds(now) } }),
  );
}

/** Failed sign-ins of a name. */
export async function findSignInFailure(database: Database, name: string) {
  return database.guard(() => database.client.signInFailure.findUnique({ where: { name } }));
}

/** Counts a failed sign-in atomically and returns the new number. */
export async function countSignInFailure(database: Database, name: string, now: Date): Promise<number> {
  const lastTime = wholeSeconds(now);
  const counted = await database.guard(() =>
    database.client.signInFailure.updateMany({ where: { name }, data: { failures: { increment: 1 }, lastTime } }),
  );
  if (counted.count === 0) {
    try {
      await database.client.signInFailure.create({ data: { name, failures: 1, lastTime } });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return countSignInFailure(database, name, now);
    }
  }
  return (await findSignInFailure(database, name))?.failures ?? 1;
}

/** Locks a name until an instant. */
export async function lockSignIn(database: Database, name: string, until: Date): Promise<void> {
  await database.guard(() =>
    database.client.signInFailure.updateMany({ where: { name }, data: { lockedUntil: wholeSeconds(until) } }),
  );
}

/** Forgets the failed sign-ins of a name and notes the sign-in. */
export async function noteSignIn(on: Queryable, name: string, now: Date): Promise<void> {
  await on.signInFailure.deleteMany({ where: { name } });
  await on.account.updateMany({ where: { name }, data: { lastSignInTime: wholeSeconds(now) } });
}

/** A value that all processes on the database share, made by the first that needs it. */
export async function sharedSetting(database: Database, name: string, make: () => string): Promise<string> {
  const find = () => database.guard(() => database.client.setting.findUnique({ where: { name } }));
  const found = await find();
  if (found) return found.value;
  try {
    return (await database.client.setting.create({ data: { name, value: make() } })).value;
  } catch (error) {
    const other = await find();
    if (!other) throw error;
    return other.value;
  }
}

/** How many local accounts there are. */
export function countAccounts(database: Database): Promise<number> {
  return database.guard(() => database.client.account.count());
}
