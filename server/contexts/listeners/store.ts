import type { Database, Queryable } from '@/server/platform/db/database';
import { rawSql, sql } from '@/server/platform/db/dialect';

/** Notes that a program listens to a context, or to one of its values. */
export async function insertListener(
  database: Database,
  on: Queryable,
  to: { contextId: number } | { valueId: number },
  source: string,
  now: Date,
): Promise<void> {
  const time = database.dialect.timeValue(database.toColumnTime(now));
  const [table, column, id] =
    'valueId' in to ? ['map_listener', 'key_id', to.valueId] : ['listener', 'context_id', to.contextId];
  await database.execute(
    sql`INSERT INTO ${rawSql(`linkis_ps_cs_context_${table}`)} (listener_source, ${rawSql(String(column))}, update_time, create_time, access_time)
      VALUES (${source}, ${id}, ${time}, ${time}, ${time})`,
    on,
  );
}
