import type { Database } from '@/server/platform/db/database';

/** What narrows the audit trail. */
export interface AuditFilter {
  actor?: string;
  action?: string;
  outcome?: string;
  /** Only rows older than this one, newest first, or newer than this one, oldest first. */
  beyond: { id: number; direction: 'older' | 'newer' } | null;
}

/** Up to `size` audit rows, newest first; towards newer ones, oldest first. */
export function findAuditEvents(database: Database, { actor, action, outcome, beyond }: AuditFilter, size: number) {
  const newer = beyond?.direction === 'newer';
  return database.guard(() =>
    database.client.auditEvent.findMany({
      where: {
        ...(actor ? { actor } : {}),
        ...(action ? { action } : {}),
        ...(outcome ? { outcome } : {}),
        ...(beyond ? { id: newer ? { gt: beyond.id } : { lt: beyond.id } } : {}),
      },
      orderBy: { id: newer ? 'asc' : 'desc' },
      take: size,
    }),
  );
}
