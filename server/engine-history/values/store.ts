import type { Database } from '@/server/platform/db/database';
import { rawSql, sql } from '@/server/platform/db/dialect';
import { distinctValues } from '@/server/platform/db/distinct-values';

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
export function listValues(database: Database, column: ListedColumn, most = MOST_VALUES): Promise<string[]> {
  return distinctValues(database, { table: TABLE, column, index: LISTING_INDEX[column], most });
}

const FRESH_MS = 2000;
/** Up to this age a list still answers while the next one is fetched, so that nobody waits for it every two seconds. */
const USABLE_MS = 10_000;

interface Remembered {
  time: number;
  newestId: number;
  values: Promise<string[]>;
  /** The next list is on its way. */
  refreshing: boolean;
}

const memoryKey = (column: ListedColumn) => `values of ${column}`;

async function newestId(database: Database): Promise<number> {
  const [row] = await database.query<{ id: bigint | number | null }>(sql`SELECT MAX(id) AS id FROM ${rawSql(TABLE)}`);
  return Number(row?.id ?? 0);
}

/**
 * As `listValues`, remembered until there is a new row or for some seconds: searching by a part of a text needs the
 * whole list each time. A value that Linkis gives to an existing row is missed for ten seconds at most.
 */
export async function rememberedValues(database: Database, column: ListedColumn): Promise<string[]> {
  const key = memoryKey(column);
  const newest = await newestId(database);
  const remember = (values: Promise<string[]>) =>
    database.memory.set(key, { time: Date.now(), newestId: newest, values, refreshing: false } satisfies Remembered);
  const known = database.memory.get(key) as Remembered | undefined;
  const age = known?.newestId === newest ? Date.now() - known.time : Number.POSITIVE_INFINITY;
  if (!known || age > USABLE_MS) {
    const values = listValues(database, column);
    remember(values);
    values.catch(() => database.memory.delete(key));
    return values;
  }
  if (age > FRESH_MS && !known.refreshing) {
    known.refreshing = true;
    listValues(database, column).then(
      // Not when the list was forgotten meanwhile: what was fetched may be older than that.
      (values) => database.memory.get(key) === known && remember(Promise.resolve(values)),
      () => database.memory.delete(key),
    );
  }
  return known.values;
}

/** Forgets what was remembered: values of existing rows have changed. */
export function forgetValues(database: Database): void {
  for (const column of Object.keys(LISTING_INDEX) as ListedColumn[]) database.memory.delete(memoryKey(column));
}
