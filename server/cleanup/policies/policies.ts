import type { CleanupRule, CleanupRun, CleanupState, CleanupSubject } from '@/contracts/cleanup';
import type { CleanupPolicy, CleanupPolicyBody, CleanupPolicyUpdate } from '@/contracts/cleanup-policies';
import { writeAudit } from '@/server/platform/audit/writer';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import { isUniqueViolation } from '@/server/platform/db/failure';
import { AppError } from '@/server/platform/errors';
import { auditEntry } from '../log/trail';
import { needAdministrator } from '../policy';
import { freezeRule } from '../rules/frozen-rule';
import { nextTime } from '../rules/schedule';
import { insertPreview, listRuns } from '../runs/runs';
import { countRuns } from '../runs/store';
import { toRun } from '../serializer';
import { treeOf } from '../subjects';
import {
  findDuePolicy,
  findLastRun,
  findPolicies,
  findRecentRuns,
  MOST_POLICIES,
  moveOn,
  type PolicyRow,
} from './store';

const OPEN = ['previewing', 'running', 'paused'];

function secondsPastDue({ nextTime }: PolicyRow, now: Date): number {
  return nextTime ? Math.max(0, Math.floor((now.getTime() - nextTime.getTime()) / 1000)) : 0;
}

async function toPolicy({ database, clock }: Context, row: PolicyRow): Promise<CleanupPolicy> {
  const now = clock.now();
  const last = await findLastRun(database, row.id);
  const recent = await findRecentRuns(database, row.id);
  return {
    id: row.id,
    name: row.name,
    subject: row.subject as CleanupSubject,
    rule: JSON.parse(row.rule) as CleanupRule,
    cron: row.cron,
    timeZone: row.timeZone,
    mode: row.mode as CleanupPolicy['mode'],
    enabled: row.enabled,
    createdBy: row.createdBy,
    createdTime: row.createdTime.toISOString(),
    changedBy: row.changedBy,
    changedTime: row.changedTime.toISOString(),
    nextTime: row.nextTime?.toISOString() ?? null,
    secondsPastDue: secondsPastDue(row, now),
    lastRun: last && toRun(last, now),
    recentRuns: recent.map(({ createdTime, state, ...run }) => ({
      ...run,
      time: createdTime.toISOString(),
      state: state as CleanupState,
    })),
  };
}

/** Columns of a policy as it was given. @throws AppError invalid_input (rule, cron, timeZone) */
function columnsOf({ database, clock, actor }: Context, body: CleanupPolicyBody) {
  const now = clock.now();
  const { subject, rule, cron, timeZone, name, mode, enabled } = body;
  freezeRule(rule, subject, treeOf(subject), now, database.toColumnTime);
  const next = nextTime(cron, timeZone, now);
  if (next === null)
    throw new AppError('invalid_input', 'The schedule names no moment to come.', {
      faults: [{ path: 'cron', message: 'names no moment to come' }],
    });
  return {
    name,
    subject,
    rule: JSON.stringify(rule),
    cron,
    timeZone,
    mode,
    enabled,
    nextTime: enabled ? next : null,
    changedBy: actor.name,
    changedTime: wholeSeconds(now),
  };
}

const missing = () => new AppError('not_found', 'There is no such policy: it was removed, or its number is wrong.');

function namesTaken(error: unknown, name: string): unknown {
  if (!isUniqueViolation(error)) return error;
  return new AppError('conflict', `There is a policy named ${name} already. Choose another name.`, {
    faults: [{ path: 'name', message: 'is taken' }],
  });
}

/** All policies. @throws AppError forbidden */
export async function listPolicies(context: Context): Promise<{ items: CleanupPolicy[] }> {
  needAdministrator(context.actor);
  const rows = await findPolicies(context.database);
  return { items: await Promise.all(rows.map((row) => toPolicy(context, row))) };
}

/** Figures for monitoring: how late policies are, and how many runs are in which state. */
export async function readCleanupFigures({ database, clock }: Context) {
  const now = clock.now();
  const policies = await findPolicies(database);
  return {
    policies: policies.map((row) => ({ id: row.id, name: row.name, secondsPastDue: secondsPastDue(row, now) })),
    runs: await countRuns(database),
  };
}

/** Saves a policy. @throws AppError forbidden, invalid_input, conflict (name taken, or there are too many) */
export async function createPolicy(context: Context, body: CleanupPolicyBody): Promise<CleanupPolicy> {
  needAdministrator(context.actor);
  const { database, clock, actor } = context;
  const columns = columnsOf(context, body);
  try {
    const row = await database.transaction(async (on) => {
      if ((await on.cleanupPolicy.count()) >= MOST_POLICIES)
        throw new AppError('conflict', `There are ${MOST_POLICIES} policies already; remove one first.`);
      const now = clock.now();
      const made = await on.cleanupPolicy.create({
        data: { ...columns, createdBy: actor.name, createdTime: columns.changedTime },
      });
      await writeAudit(on, [auditEntry(context, 'cleanup.createPolicy', 'cleanup-policy', made.id, { ...body })], now);
      return made;
    });
    return await toPolicy(context, row);
  } catch (error) {
    throw namesTaken(error, body.name);
  }
}

function changedSince({ name, changedBy, changedTime }: PolicyRow): AppError {
  return new AppError(
    'conflict',
    `${changedBy} has changed the policy ${name} since it was looked at. Look at it again, then save.`,
    { faults: [{ path: 'ifChangedTime', message: `it was changed at ${changedTime.toISOString()}` }] },
  );
}

/**
 * Changes a policy.
 * @throws AppError forbidden, invalid_input, not_found, conflict (name taken, or changed since `ifChangedTime`)
 */
export async function updatePolicy(
  context: Context,
  id: number,
  { ifChangedTime, ...body }: CleanupPolicyUpdate,
): Promise<CleanupPolicy> {
  needAdministrator(context.actor);
  const { database, clock } = context;
  const columns = columnsOf(context, body);
  try {
    const row = await database.transaction(async (on) => {
      const old = await on.cleanupPolicy.findUnique({ where: { id } });
      if (!old) throw missing();
      const { changedTime } = old;
      if (ifChangedTime !== undefined && Date.parse(ifChangedTime) !== changedTime.getTime()) throw changedSince(old);
      // Times are whole seconds, and name what was looked at: each change has one of its own.
      const next = new Date(Math.max(columns.changedTime.getTime(), changedTime.getTime() + 1000));
      const data = { ...columns, changedTime: next };
      // Who has saved in this very moment came first.
      if ((await on.cleanupPolicy.updateMany({ where: { id, changedTime }, data })).count === 0)
        throw changedSince((await on.cleanupPolicy.findUnique({ where: { id } })) ?? old);
      const changed = await on.cleanupPolicy.findUniqueOrThrow({ where: { id } });
      const entry = auditEntry(context, 'cleanup.updatePolicy', 'cleanup-policy', id, { ...body });
      await writeAudit(on, [entry], clock.now());
      return changed;
    });
    return await toPolicy(context, row);
  } catch (error) {
    throw namesTaken(error, body.name);
  }
}

/** Removes a policy; its runs stay. @throws AppError forbidden, not_found */
export async function removePolicy(context: Context, id: number): Promise<CleanupPolicy> {
  needAdministrator(context.actor);
  const { database, clock } = context;
  const removed = await database.transaction(async (on) => {
    const row = await on.cleanupPolicy.findUnique({ where: { id } });
    if (!row || (await on.cleanupPolicy.deleteMany({ where: { id } })).count === 0) throw missing();
    const entry = auditEntry(context, 'cleanup.removePolicy', 'cleanup-policy', id, { name: row.name });
    await writeAudit(on, [entry], clock.now());
    return row;
  });
  return toPolicy(context, { ...removed, nextTime: null });
}

/**
 * Runs a policy at once.
 * @throws AppError forbidden, not_found, conflict (a run of it has not ended)
 */
export async function runPolicyNow(context: Context, id: number, mode: CleanupPolicy['mode']): Promise<CleanupRun> {
  needAdministrator(context.actor);
  const { database, clock } = context;
  return database.transaction(async (on) => {
    const row = await on.cleanupPolicy.findUnique({ where: { id } });
    if (!row) throw missing();
    const last = await findLastRun(database, id, on);
    if (last && OPEN.includes(last.state))
      throw new AppError('conflict', `Run ${last.id} of this policy has not ended. Wait for it, or cancel it.`);
    return toRun(await insertPreview(context, requestOf(row, mode), on), clock.now());
  });
}

function requestOf(row: PolicyRow, mode: string) {
  return {
    subject: row.subject as CleanupSubject,
    rule: JSON.parse(row.rule) as CleanupRule,
    policyId: row.id,
    deletes: mode === 'delete',
    reason: `Policy ${row.name}`,
  };
}

/** What a policy has run. @throws AppError forbidden, not_found, invalid_input (cursor) */
export async function listPolicyRuns(
  context: Context,
  id: number,
  query: { pageSize: number; cursor?: string },
): Promise<{ items: CleanupRun[]; nextCursor: string | null }> {
  needAdministrator(context.actor);
  if (!(await context.database.guard(() => context.database.client.cleanupPolicy.findUnique({ where: { id } }))))
    throw missing();
  return listRuns(context, { ...query, policyId: id });
}

/**
 * Begins the run of the policy that has been due for longest. What was missed while no worker ran is run once. A policy
 * whose run before has not ended stays due until it has.
 * @returns whether one was begun
 */
export async function beginDuePolicy(context: Context): Promise<boolean> {
  const { database, clock } = context;
  const now = clock.now();
  const row = await findDuePolicy(database, now);
  if (!row) return false;
  return database.transaction(async (on) => {
    const last = await findLastRun(database, row.id, on);
    if (last && OPEN.includes(last.state)) return false;
    if (!(await moveOn(row, nextTime(row.cron, row.timeZone, now), on))) return true;
    await insertPreview(context, requestOf(row, row.mode), on);
    return true;
  });
}

/** Whether a policy is due. */
export async function hasDuePolicy({ database, clock }: Context): Promise<boolean> {
  return (await findDuePolicy(database, clock.now())) !== null;
}
