import type { Database } from '@/server/platform/db/database';
import { rawSql, sql } from '@/server/platform/db/dialect';

const TABLE = 'linkis_cg_ec_resource_info_record';

/** Columns whose occurring values can be listed by jumping through an index. */
export type ListedColumn = 'status' | 'create_user' | 'ecm_instance' | 'instance_host' | 'label_value';
const LISTING_INDEX: Record<ListedColumn, string> = {
  status: 'er_record_status',
  create_user: 'er_record_user',
  ecm_instance: 'er_record_ecm',
  instance_host: 'er_record_instance_host',
  label_value: 'er_record_label',
};

/** Most values that are listed of one column. */
export const MOST_VALUES = 5000;
/** Values that occur in a column, in the database's order. One index look-up a value, whatever the size of the table. */
export async function listValues(database: Database, column: ListedColumn, most = MOST_VALUES): Promise<string[]> {
  const name = rawSql(column);
  const table = database.dialect.byIndex(TABLE, LISTING_INDEX[column]);
  const jumping = sql`WITH RECURSIVE v (x) AS (
      SELECT MIN(${name}) FROM ${table} WHERE ${name} IS NOT NULL
      UNION ALL SELECT (SELECT MIN(${name}) FROM ${table} WHERE ${name} > v.x) FROM v WHERE v.x IS NOT NULL)
    SELECT x FROM v WHERE x IS NOT NULL LIMIT ${most}`;
  // MariaDB jumps by itself for DISTINCT; it reads everything in a correlated MIN.
  const distinct = sql`SELECT DISTINCT ${name} AS x FROM ${rawSql(TABLE)} WHERE ${name} IS NOT NULL LIMIT ${most}`;
  const rows = await database.query<{ x: string }>(database.kind === 'mysql' ? distinct : jumping);
  return rows.map((row) => row.x);
}

const REMEMBERED_MS = 2000;

interface Remembered {
  until: number;
  newestId: number;
  values: Promise<string[]>;
}

const memoryKey = (column: ListedColumn) => `values of ${column}`;

async function newestId(database: Database): Promise<number> {
  const [row] = await database.query<{ id: bigint | number | null }>(sql`SELECT MAX(id) AS id FROM ${rawSql(TABLE)}`);
  return Number(row?.id ?? 0);
}

/**
 * As `listValues`, remembered for two seconds or until there is a new row: searching by a part of a text needs the whole
 * list each time.
 */
export async function rememberedValues(database: Database, column: ListedColumn): Promise<string[]> {
  const newest = await newestId(database);
  const known = database.memory.get(memoryKey(column)) as Remembered | undefined;
  if (known && known.newestId === newest && known.until > Date.now()) return known.values;
  const values = listValues(database, column);
  database.memory.set(memoryKey(column), { until: Date.now() + REMEMBERED_MS, newestId: newest, values });
  values.catch(() => database.memory.delete(memoryKey(column)));
  return values;
}

/** Forgets what was remembered: values of existing rows have changed. */
export function forgetValues(database: Database): void {
  for (const column of Object.keys(LISTING_INDEX) as ListedColumn[]) database.memory.delete(memoryKey(column));
}
