import type { CleanupSubject } from '@/contracts/cleanup';
import type { Database, Queryable } from '@/server/platform/db/database';

/** A protection as the database has it. */
export type ProtectionRow = NonNullable<Awaited<ReturnType<Database['client']['cleanupProtection']['findUnique']>>>;

/** Most protections that there can be: each batch looks at all of them. */
export const MOST_PROTECTIONS = 1000;

/** Protections, of one subject or of all, by what they name. */
export function findProtections(
  database: Database,
  subject: CleanupSubject | undefined,
  on: Queryable = database.client,
): Promise<ProtectionRow[]> {
  return database.guard(() =>
    on.cleanupProtection.findMany({
      where: { subject },
      orderBy: [{ subject: 'asc' }, { kind: 'asc' }, { value: 'asc' }, { id: 'asc' }],
      take: MOST_PROTECTIONS,
    }),
  );
}
