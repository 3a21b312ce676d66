import { type AuditEntry, auditDenial, writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { type ContextRow, findContext, setAccessTime, setUpdateTime } from './ids/store';
import { mayUse, unknownContext } from './policy';
import { haidOf, readContextId } from './rules/context-id';
import type { Haid } from './rules/haid';

/** How a context is named: by its external id, or, where that is allowed, by its number alone. */
export type ContextName = Haid | { id: number };

/** Aliases as a row has them. */
export type Aliases = Pick<ContextRow, 'instance' | 'backupInstance'>;

/** Aliases that name a context: its own, or the configured ones where its row has none. */
export function aliasesOf(context: Context, row: Aliases) {
  const { instance, backupInstance } = context.configuration.contexts;
  return { instance: row.instance?.trim() || instance, backupInstance: row.backupInstance?.trim() || backupInstance };
}

/** Whether a name is this row's: a wrong length in an external id would address another row by accident. */
export function isNamed(context: Context, row: Aliases, name: ContextName): boolean {
  const aliases = aliasesOf(context, row);
  return (
    !('instance' in name) || (name.instance === aliases.instance && name.backupInstance === aliases.backupInstance)
  );
}

function auditOf(context: Context, action: string, objectId: number): Omit<AuditEntry, 'outcome'> {
  return {
    actor: context.actor.name,
    action,
    objectType: 'context',
    objectId: String(objectId),
    requestId: context.requestId,
  };
}

/**
 * A context that the actor may use; null when there is none, or it is another's, which is noted in the audit trail.
 * @param on locks the row until this transaction ends; nothing is noted then
 */
export async function findUsable(context: Context, name: ContextName, on?: Queryable): Promise<ContextRow | null> {
  const row = await findContext(context.database, name.id, on);
  if (!row || !isNamed(context, row, name)) return null;
  if (mayUse(context, row.user)) return row;
  if (!on) await auditDenial(context.database, auditOf(context, 'contexts.use', row.id), context.clock.now());
  return null;
}

/** The context that the id object of a request names. @throws AppError invalid_input, not_found */
export async function needSentContext(context: Context, contextID: unknown): Promise<ContextRow> {
  const { contextId } = readContextId(contextID);
  const row = await findUsable(context, haidOf(contextId));
  if (!row) throw unknownContext(String(contextId));
  return row;
}

/** What a change says of itself in the audit trail. */
interface Change {
  action: string;
  detail?: Record<string, unknown>;
  /** Whether the context's update time stays, because nothing of what it holds changes. */
  keepsTime?: boolean;
}

/**
 * Changes a context in one transaction, in which no other writer of this console changes it, and writes the audit row.
 * Its update time moves. Nothing of that happens when the work says with `false` that it has changed nothing.
 *
 * @param row as it was found before; looked at again under the lock
 * @throws AppError not_found when it is gone or given away meanwhile
 */
export async function changeContext(
  context: Context,
  row: ContextRow,
  { action, detail, keepsTime }: Change,
  work: (on: Queryable, now: Date) => Promise<boolean>,
): Promise<void> {
  const { database, clock } = context;
  await database.transaction(async (on) => {
    const locked = await findUsable(context, { id: row.id }, on);
    if (!locked) throw unknownContext(row.id);
    const now = clock.now();
    if (!(await work(on, now))) return;
    if (!keepsTime) await setUpdateTime(database, on, row.id, now);
    await writeAudit(on, [{ ...auditOf(context, action, row.id), outcome: 'done', detail }], now);
  });
}

const MINUTE_MS = 60_000;

/** Notes that values of a context are read: its access time moves at most once a minute. */
export async function noteAccess(context: Context, row: ContextRow): Promise<void> {
  const now = context.clock.now();
  const before = new Date(now.getTime() - MINUTE_MS);
  // The row is at hand: while it says that a minute is not over, nothing is asked of the database.
  if (context.database.fromColumnTime(row.accessTime) > before) return;
  await setAccessTime(context.database, row.id, now, before);
}
