import type { AuditEntry } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';

/** An audit row of a cleanup. */
export function auditEntry(
  { actor, requestId }: Pick<Context, 'actor' | 'requestId'>,
  action: string,
  runId: number,
  detail: Record<string, unknown> = {},
): AuditEntry {
  return {
    actor: actor.name,
    action,
    objectType: 'cleanup-run',
    objectId: String(runId),
    outcome: 'done',
    requestId,
    detail,
  };
}
