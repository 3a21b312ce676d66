import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { AppError } from '@/server/platform/errors';
import { removeValueListeners } from '../removal/store';

const VALUES = rawSql('linkis_ps_cs_context_map');

/** A value to be set under its key and type. */
export interface NewValue {
  contextId: number;
  key: string;
  contextType: string;
  contextScope: string;
  props: string;
  value: string;
  keywords: string;
}

/** Which values of a context are meant. */
export interface ValueFilter {
  contextId: number;
  id?: number;
  key?: string;
  keyPrefix?: string;
  contextType?: string;
}

function conditionsOf(database: Database, { contextId, id, key, keyPrefix, contextType }: ValueFilter): Sql {
  const { dialect } = database;
  const conditions = [sql`m.context_id = ${contextId}`];
  if (id !== undefined) conditions.push(sql`m.id = ${id}`);
  if (key !== undefined) conditions.push(sql`m.${dialect.quoted('key')} = ${key}`);
  // An empty prefix begins every key, also where the database would ask for a range.
  if (keyPrefix) conditions.push(sql`${dialect.position(`m.${dialect.quoted('key').sql}`, keyPrefix)} = 1`);
  if (contextType !== undefined) conditions.push(sql`m.context_type = ${contextType}`);
  return joinSql(conditions, ' AND ');
}

/** Values up to this size fit into a statement of every server. */
const ALWAYS_FITS = 2 ** 20;
/** What a statement has beside the value. */
const STATEMENT_BYTES = 200_000;

/**
 * Refuses a value that makes a larger statement than MySQL takes: it would end the connection, which looks like a
 * database out of reach. Quotes and backslashes are sent with a backslash each.
 *
 * @throws AppError too_large
 */
async function needFits(database: Database, on: Queryable, value: string): Promise<void> {
  const bytes = Buffer.byteLength(value);
  if (database.kind !== 'mysql' || bytes <= ALWAYS_FITS) return;
  const [row] = await database.query<{ size: number | bigint }>(sql`SELECT @@max_allowed_packet AS size`, on);
  const most = Number(row?.size ?? 0);
  const escaped = value.length - value.replace(/["'\\]/g, '').length;
  if (bytes + escaped + STATEMENT_BYTES <= most) return;
  throw new AppError(
    'too_large',
    `The value makes a statement of ${bytes + escaped} bytes, more than the database takes (max_allowed_packet, ${most}). Nothing was changed; an administrator of the database can raise that, or store the value as a resource.`,
    { faults: [{ path: 'contextKeyValue', message: `larger than max_allowed_packet (${most})` }] },
  );
}

/**
 * Sets a value: a new row, or the row of that key and type changed. One statement decides which, so that of two writers
 * the last one wins and none fails; the time of creation stays.
 *
 * @throws AppError too_large when the database takes no statement as large as this
 */
export async function upsertValue(database: Database, on: Queryable, value: NewValue, now: Date): Promise<void> {
  const { dialect, kind } = database;
  const time = dialect.timeValue(database.toColumnTime(now));
  const key = dialect.quoted('key');
  const given = (column: string) =>
    kind === 'mysql' ? rawSql(`VALUES(${dialect.quoted(column).sql})`) : sql`excluded.${dialect.quoted(column)}`;
  const changed = ['context_scope', 'props', 'value', 'keywords', 'update_time'].map(
    (column) => sql`${dialect.quoted(column)} = ${given(column)}`,
  );
  const conflict =
    kind === 'mysql'
      ? rawSql('ON DUPLICATE KEY UPDATE')
      : sql`ON CONFLICT (${key}, context_id, context_type) DO UPDATE SET`;
  const { contextId, contextType, contextScope, props } = value;
  await needFits(database, on, value.value);
  await database.execute(
    sql`INSERT INTO ${VALUES} (${key}, context_scope, context_type, props, ${dialect.quoted('value')}, context_id, keywords, update_time, create_time, access_time)
      VALUES (${value.key}, ${contextScope}, ${contextType}, ${props}, ${value.value}, ${contextId}, ${value.keywords}, ${time}, ${time}, ${time})
      ${conflict} ${joinSql(changed)}`,
    on,
  );
}

/** A value as clients read it. */
export interface ValueRow {
  id: number;
  key: string;
  contextType: string | null;
  contextScope: string | null;
  value: string | null;
  keywords: string | null;
}

interface RawValue {
  id: number | bigint;
  name: string | null;
  context_type: string | null;
  context_scope: string | null;
  text: string | null;
  keywords: string | null;
}

function valueColumns(database: Database, text: Sql): Sql {
  return sql`m.id, m.${database.dialect.quoted('key')} AS name, m.context_type, m.context_scope, m.keywords, ${text} AS text`;
}

function toValueRow(row: RawValue): ValueRow {
  return {
    id: Number(row.id),
    key: row.name ?? '',
    contextType: row.context_type,
    contextScope: row.context_scope,
    value: row.text,
    keywords: row.keywords,
  };
}

/** The value under a key and type; null when there is none. */
export async function findValue(
  database: Database,
  filter: { contextId: number; key: string; contextType: string },
  on?: Queryable,
): Promise<ValueRow | null> {
  const [row] = await database.query<RawValue>(
    sql`SELECT ${valueColumns(database, sql`m.${database.dialect.quoted('value')}`)} FROM ${VALUES} AS m WHERE ${conditionsOf(database, filter)} LIMIT 1`,
    on,
  );
  return row ? toValueRow(row) : null;
}

/** The scope of the value under a key and type; undefined when there is no such value. */
export async function findScope(
  database: Database,
  on: Queryable,
  filter: { contextId: number; key: string; contextType: string },
): Promise<string | null | undefined> {
  const [row] = await database.query<{ context_scope: string | null }>(
    sql`SELECT m.context_scope FROM ${VALUES} AS m WHERE ${conditionsOf(database, filter)} LIMIT 1`,
    on,
  );
  return row?.context_scope;
}

/** Characters of a value in which its type stands, where we or Java have written it. */
const TYPE_CHARACTERS = 200;

/** All values of a context in the order in which they were made, of each only the beginning, and its size in bytes. */
export async function findValueBeginnings(
  database: Database,
  contextId: number,
): Promise<(ValueRow & { sizeBytes: number })[]> {
  const column = sql`m.${database.dialect.quoted('value')}`;
  const rows = await database.query<RawValue & { size: number | bigint | null }>(
    sql`SELECT ${valueColumns(database, sql`SUBSTR(${column}, 1, ${rawSql(String(TYPE_CHARACTERS))})`)}, OCTET_LENGTH(${column}) AS size
      FROM ${VALUES} AS m WHERE ${conditionsOf(database, { contextId })} ORDER BY m.id`,
  );
  return rows.map((row) => ({ ...toValueRow(row), sizeBytes: Number(row.size ?? 0) }));
}

const MOST_AT_ONCE = 500;

/** Whole values by their ids. */
export async function findValuesById(database: Database, ids: readonly number[]): Promise<Map<number, ValueRow>> {
  const found = new Map<number, ValueRow>();
  for (let start = 0; start < ids.length; start += MOST_AT_ONCE) {
    const some = ids.slice(start, start + MOST_AT_ONCE);
    const rows = await database.query<RawValue>(
      sql`SELECT ${valueColumns(database, sql`m.${database.dialect.quoted('value')}`)} FROM ${VALUES} AS m WHERE m.id IN (${joinSql(some)})`,
    );
    for (const row of rows) found.set(Number(row.id), toValueRow(row));
  }
  return found;
}

/** Removes values with their listeners. @returns how many there were */
export async function removeValues(database: Database, on: Queryable, filter: ValueFilter): Promise<number> {
  const conditions = conditionsOf(database, filter);
  await removeValueListeners(database, on, conditions);
  const alias = rawSql(database.kind === 'mysql' ? 'm FROM' : 'FROM');
  return database.execute(sql`DELETE ${alias} ${VALUES} AS m WHERE ${conditions}`, on);
}
