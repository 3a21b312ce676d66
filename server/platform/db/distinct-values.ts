import type { Database } from './database';
import { rawSql, sql } from './dialect';

/**
 * Values that occur in a column, in the database's order; rows without one do not count. One look-up a value in the
 * index that begins with the column, whatever the size of the table.
 */
export async function distinctValues(
  database: Database,
  { table, column, index, most }: { table: string; column: string; index: string; most: number },
): Promise<string[]> {
  const name = rawSql(column);
  const indexed = database.dialect.byIndex(table, index);
  const jumping = sql`WITH RECURSIVE v (x) AS (
      SELECT MIN(${name}) FROM ${indexed} WHERE ${name} IS NOT NULL
      UNION ALL SELECT (SELECT MIN(${name}) FROM ${indexed} WHERE ${name} > v.x) FROM v WHERE v.x IS NOT NULL)
    SELECT x FROM v WHERE x IS NOT NULL LIMIT ${most}`;
  // MariaDB jumps by itself for DISTINCT; it reads everything in a correlated MIN.
  const distinct = sql`SELECT DISTINCT ${name} AS x FROM ${rawSql(table)} WHERE ${name} IS NOT NULL LIMIT ${most}`;
  const rows = await database.query<{ x: string }>(database.kind === 'mysql' ? distinct : jumping);
  return rows.map((row) => row.x);
}
