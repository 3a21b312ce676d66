import type { Database } from '@/server/platform/db/database';
import { joinSql, sql } from '@/server/platform/db/dialect';

const CHUNK = 500;

/** Keys of archived logs that rows of these tickets name; a key is never named by another ticket's. */
export async function findNamedKeys(database: Database, tickets: readonly string[]): Promise<Set<string>> {
  const named = new Set<string>();
  for (let start = 0; start < tickets.length; start += CHUNK) {
    const rows = await database.query<{ storage_key: string | null; pending_key: string | null }>(
      sql`SELECT storage_key, pending_key FROM er_log_archive
        WHERE ticket_id IN (${joinSql(tickets.slice(start, start + CHUNK))})`,
    );
    for (const row of rows) for (const key of [row.storage_key, row.pending_key]) if (key) named.add(key);
  }
  return named;
}
