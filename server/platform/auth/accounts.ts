import { randomUUID } from 'node:crypto';
import type { Account } from '@/contracts/accounts';
import type { Role } from '@/contracts/roles';
import { type AuditEntry, writeAudit } from '../audit/writer';
import { wholeSeconds } from '../clock';
import type { Context } from '../context';
import type { Queryable } from '../db/database';
import { isUniqueViolation } from '../db/failure';
import { AppError } from '../errors';
import { hasRole } from './actor';
import { hashOfSecret, hashPassword, oneTimePassword, passwordFits, randomSecret } from './secrets';
import { type AccountRow, deleteSessions, findAccount, findInOtherCapitals, listSessionsOf } from './store';

function toAccount(row: AccountRow): Account {
  return {
    name: row.name,
    role: row.role,
    disabled: row.disabled,
    mustChangePassword: row.mustChangePassword,
    createdTime: row.createdTime.toISOString(),
    lastSignInTime: row.lastSignInTime?.toISOString() ?? null,
  };
}

function needAdministrator(context: Context): void {
  if (!hasRole(context.actor, 'admin')) throw new AppError('forbidden', 'Only administrators manage accounts.');
}

/** Accounts and tokens belong to people; a program that speaks for a user through a gateway token has none to manage. */
function needPerson(context: Context): void {
  if (context.actor.via === 'gateway-token')
    throw new AppError(
      'forbidden',
      'A gateway token cannot manage sessions, passwords or API tokens. Sign in for that.',
    );
}

function audited(
  context: Context,
  entry: Pick<AuditEntry, 'action' | 'objectType' | 'objectId' | 'detail'>,
): AuditEntry {
  return { ...entry, actor: context.actor.name, outcome: 'done', requestId: context.requestId };
}

/** Replaces the actor's own password and ends all other sessions. @throws AppError invalid_input, forbidden */
export async function changePassword(
  context: Context,
  input: { currentPassword: string; newPassword: string },
): Promise<void> {
  needPerson(context);
  const { database, actor, clock } = context;
  const account = await findAccount(database, actor.name);
  if (!account) throw new AppError('forbidden', 'You have no local account here, so there is no password to change.');
  const fault = (path: string, message: string) =>
    new AppError('invalid_input', message, { faults: [{ path, message }] });
  if (!(await passwordFits(input.currentPassword, account.passwordHash)))
    throw fault('currentPassword', 'The current password is not right.');
  if (input.newPassword === input.currentPassword) throw fault('newPassword', 'The new password is the old one.');
  if (input.newPassword.toLowerCase().includes(account.name.toLowerCase()))
    throw fault('newPassword', 'The new password must not contain the account name.');
  const passwordHash = await hashPassword(input.newPassword);
  await database.transaction(async (on) => {
    await on.account.update({ where: { name: account.name }, data: { passwordHash, mustChangePassword: false } });
    const ended = await deleteSessions(on, { userName: account.name, exceptId: actor.sessionId ?? undefined });
    await writeAudit(
      on,
      [
        audited(context, {
          action: 'session.changePassword',
          objectType: 'account',
          objectId: account.name,
          detail: { sessionsEnded: ended },
        }),
      ],
      clock.now(),
    );
  });
}

/** Live sessions of the actor. */
export async function listOwnSessions(context: Context) {
  const rows = await listSessionsOf(context.database, context.actor.name, context.clock.now());
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    address: row.address,
    userAgent: row.userAgent,
    current: row.id === context.actor.sessionId,
    createdTime: row.createdTime.toISOString(),
    lastSeenTime: row.lastSeenTime.toISOString(),
    expiresTime: row.expiresTime.toISOString(),
  }));
}

/** Ends one of the actor's sessions. @throws AppError not_found */
export async function revokeOwnSession(context: Context, id: string): Promise<void> {
  needPerson(context);
  await context.database.transaction(async (on) => {
    if ((await deleteSessions(on, { id, userName: context.actor.name })) === 0)
      throw new AppError('not_found', 'You have no such session; it may have ended already.');
    await writeAudit(
      on,
      [audited(context, { action: 'sessions.revoke', objectType: 'session', objectId: id })],
      context.clock.now(),
    );
  });
}

/** All local accounts, by name. @throws AppError forbidden */
export async function listAccounts(context: Context): Promise<Account[]> {
  needAdministrator(context);
  const rows = await context.database.guard(() =>
    context.database.client.account.findMany({ orderBy: { name: 'asc' }, take: 1000 }),
  );
  return (rows as AccountRow[]).map(toAccount);
}

/**
 * Names that differ in capitals only would be one person to Linkis, and each other's engines theirs to see.
 * @throws AppError conflict
 */
async function refuseOtherCapitals({ database }: Context, name: string, on: Queryable): Promise<void> {
  const other = await findInOtherCapitals(database, name, on);
  if (other !== null)
    throw new AppError('conflict', `There is an account ${other} already, which differs in capitals only.`, {
      faults: [{ path: 'name', message: `taken by ${other}` }],
    });
}

/** Adds an account; the answer holds its one-time password. @throws AppError conflict, forbidden */
export async function createAccount(
  context: Context,
  input: { name: string; role: Role },
): Promise<Account & { oneTimePassword: string }> {
  needAdministrator(context);
  const password = oneTimePassword();
  const data = {
    name: input.name,
    role: input.role,
    passwordHash: await hashPassword(password),
    mustChangePassword: true,
    createdTime: wholeSeconds(context.clock.now()),
  };
  try {
    const row = await context.database.transaction(async (on) => {
      await refuseOtherCapitals(context, input.name, on);
      const created = await on.account.create({ data });
      await writeAudit(
        on,
        [
          audited(context, {
            action: 'accounts.create',
            objectType: 'account',
            objectId: input.name,
            detail: { role: input.role },
          }),
        ],
        context.clock.now(),
      );
      return created;
    });
    return { ...toAccount(row as AccountRow), oneTimePassword: password };
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError('conflict', `There is an account ${input.name} already.`, {
        faults: [{ path: 'name', message: 'taken' }],
      });
    throw error;
  }
}

async function refuseLastAdministrator(on: Queryable, name: string): Promise<void> {
  const others = await on.account.count({ where: { role: 'admin', disabled: false, NOT: { name } } });
  if (others === 0)
    throw new AppError('conflict', `${name} is the last administrator. Make another account an administrator first.`);
}

/** Changes an account and ends its sessions. @throws AppError not_found, conflict (last administrator), forbidden */
export async function updateAccount(
  context: Context,
  name: string,
  input: { role?: Role; disabled?: boolean; resetPassword?: true },
) {
  needAdministrator(context);
  const password = input.resetPassword ? oneTimePassword() : null;
  const passwordHash = password ? await hashPassword(password) : null;
  const row = await context.database.transaction(async (on) => {
    const before = await findAccount(context.database, name, on);
    if (!before) throw new AppError('not_found', `There is no account ${name}.`);
    const weakens =
      before.role === 'admin' &&
      !before.disabled &&
      ((input.role !== undefined && input.role !== 'admin') || input.disabled === true);
    if (weakens) await refuseLastAdministrator(on, name);
    const after = await on.account.update({
      where: { name },
      data: {
        ...(input.role ? { role: input.role } : {}),
        ...(input.disabled === undefined ? {} : { disabled: input.disabled }),
        ...(passwordHash ? { passwordHash, mustChangePassword: true } : {}),
      },
    });
    const own = name === context.actor.name ? (context.actor.sessionId ?? undefined) : undefined;
    const sessionsEnded = await deleteSessions(on, { userName: name, exceptId: own });
    await on.signInFailure.deleteMany({ where: { name } });
    const detail = { role: input.role, disabled: input.disabled, passwordReset: password !== null, sessionsEnded };
    await writeAudit(
      on,
      [audited(context, { action: 'accounts.update', objectType: 'account', objectId: name, detail })],
      context.clock.now(),
    );
    return after as AccountRow;
  });
  return { ...toAccount(row), ...(password ? { oneTimePassword: password } : {}) };
}

interface ApiTokenRow {
  id: string;
  name: string;
  userName: string;
  createdTime: Date;
  expiresTime: Date | null;
  lastUsedTime: Date | null;
}

function toApiToken(row: ApiTokenRow) {
  return {
    id: row.id,
    name: row.name,
    user: row.userName,
    createdTime: row.createdTime.toISOString(),
    expiresTime: row.expiresTime?.toISOString() ?? null,
    lastUsedTime: row.lastUsedTime?.toISOString() ?? null,
  };
}

/** The actor's API tokens, newest first. */
export async function listApiTokens(context: Context) {
  const { database, actor } = context;
  const rows = await database.guard(() =>
    database.client.apiToken.findMany({
      where: { userName: actor.name },
      orderBy: [{ createdTime: 'desc' }, { id: 'asc' }],
      take: 200,
    }),
  );
  return rows.map(toApiToken);
}

/** Makes an API token; the answer holds its secret, which is kept only as a hash. @throws AppError forbidden */
export async function createApiToken(context: Context, input: { name: string; expiresInDays: number | null }) {
  needPerson(context);
  const now = wholeSeconds(context.clock.now());
  const secret = `er_${randomSecret()}`;
  const data = {
    id: randomUUID(),
    secretHash: hashOfSecret(secret),
    name: input.name,
    userName: context.actor.name,
    createdTime: now,
    expiresTime: input.expiresInDays === null ? null : new Date(now.getTime() + input.expiresInDays * 86_400_000),
  };
  const row = await context.database.transaction(async (on) => {
    const created = await on.apiToken.create({ data });
    await writeAudit(
      on,
      [
        audited(context, {
          action: 'apiTokens.create',
          objectType: 'apiToken',
          objectId: data.id,
          detail: { name: input.name, expiresInDays: input.expiresInDays },
        }),
      ],
      now,
    );
    return created;
  });
  return { ...toApiToken(row), secret };
}

/** Revokes one of the actor's API tokens. @throws AppError not_found, forbidden */
export async function revokeApiToken(context: Context, id: string): Promise<void> {
  needPerson(context);
  await context.database.transaction(async (on) => {
    const { count } = await on.apiToken.deleteMany({ where: { id, userName: context.actor.name } });
    if (count === 0) throw new AppError('not_found', 'You have no such API token; it may have been revoked already.');
    await writeAudit(
      on,
      [audited(context, { action: 'apiTokens.revoke', objectType: 'apiToken', objectId: id })],
      context.clock.now(),
    );
  });
}
