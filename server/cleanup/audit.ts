import type { AuditEntry } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';

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
