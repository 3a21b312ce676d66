import type { AuditEvent } from '@/contracts/audit';

/** What was touched: kind and id, or the kind alone. */
export function objectText(event: Pick<AuditEvent, 'objectType' | 'objectId'>): string {
  return [event.objectType, event.objectId].filter(Boolean).join(' ');
}
