import type { CleanupLogAction } from '@/contracts/cleanup-log';
import { type AuditEntry, writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { insertLog } from './store';

/** An audit row of something that was done here. */
export function auditEntry(
  context: Context,
  action: string,
  objectType: string,
  id: number,
  detail: Record<string, unknown>,
): AuditEntry {
  return {
    actor: context.actor.name,
    action,
    objectType,
    objectId: String(id),
    outcome: 'done',
    requestId: context.requestId,
    detail,
  };
}

/** Writes down what somebody did to a run: in its log and in the audit trail. Give the transaction of the change. */
export async function writeRunTrail(
  context: Context,
  on: Queryable,
  runId: number,
  action: CleanupLogAction,
  detail: Record<string, unknown>,
): Promise<void> {
  const now = context.clock.now();
  await insertLog(on, runId, { action, actor: context.actor.name, detail }, now);
  await writeAudit(on, [auditEntry(context, `cleanup.${action}`, 'cleanup-run', runId, detail)], now);
}
