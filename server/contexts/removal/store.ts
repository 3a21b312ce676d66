import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';

/** Names in one statement: more would not fit into the bound values of every database. */
const CHUNK = 1000;

/** Parts of a list, of at most `CHUNK` items each. */
function chunksOf<T>(items: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += CHUNK) chunks.push(items.slice(start, start + CHUNK));
  return chunks;
}

/**
 * Removes the listeners of those values that a condition on the table of values (under `m`) finds. They are looked up
 * first: not every database finds them by index within the statement that deletes.
 */
export async function removeValueListeners(database: Database, on: Queryable, values: Sql): Promise<void> {
  const rows = await database.query<{ id: number | bigint }>(
    sql`SELECT l.id FROM linkis_ps_cs_context_map AS m JOIN linkis_ps_cs_context_map_listener AS l ON l.key_id = m.id WHERE ${values}`,
    on,
  );
  for (const chunk of chunksOf(rows.map(({ id }) => Number(id))))
    await database.execute(sql`DELETE FROM linkis_ps_cs_context_map_listener WHERE id IN (${joinSql(chunk)})`, on);
}

/**
 * Removes contexts with their values, histories and listeners; what values of a context that is gone already have left
 * goes, too. The contexts go first: who writes a value locks its context, and finds it gone.
 *
 * @param on the running transaction; with many ids give several, so that none is long
 * @param ids numbers of contexts, each once
 * @returns how many contexts there were
 */
export async function removeContexts(database: Database, on: Queryable, ids: readonly number[]): Promise<number> {
  let removed = 0;
  for (const chunk of chunksOf(ids)) {
    const list = joinSql(chunk);
    removed += await database.execute(sql`DELETE FROM linkis_ps_cs_context_id WHERE id IN (${list})`, on);
    await removeValueListeners(database, on, sql`m.context_id IN (${list})`);
    for (const table of ['map', 'history', 'listener'])
      await database.execute(
        sql`DELETE FROM ${rawSql(`linkis_ps_cs_context_${table}`)} WHERE context_id IN (${list})`,
        on,
      );
  }
  return removed;
}
