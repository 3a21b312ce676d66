import type { Database } from '@/server/platform/db/database';

/** What narrows the audit trail. */
export interface AuditFilter {
  actor?: string;
  action?: string;
  outcome?: string;
  /** Only rows older than this one. */
  beforeId: number | null;
}

/** Up to `size` audit rows, newest first. */
export function findAuditEvents(database: Database, { actor, action, outcome, beforeId }: AuditFilter, size: number) {
  return database.guard(() =>
    database.client.auditEvent.findMany({
      where: {
        ...(actor ? { actor } : {}),
        ...(action ? { action } : {}),
        ...(outcome ? { outcome } : {}),
        ...(beforeId === null ? {} : { id: { lt: beforeId } }),
      },
      orderBy: { id: 'desc' },
      take: size,
    }),
  );
}
