import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { TIME_BOUND_NAMES, TIME_BOUNDS, type TimeRange } from '../rules/time-range';

const CONTEXTS = rawSql('linkis_ps_cs_context_id');

/** Years in which zones have rules; a wall clock before is taken as it is. */
const FIRST_ZONED_YEAR = '1900';

/** Conditions of a range. A wall clock that clocks going forward skip means the one that much later. */
function rangeConditions(database: Database, range: TimeRange): Sql[] {
  return TIME_BOUND_NAMES.flatMap((name) => {
    const text = range[name];
    if (text === undefined) return [];
    const [column, comparison] = TIME_BOUNDS[name];
    const real = text < FIRST_ZONED_YEAR ? text : database.toColumnTime(database.fromColumnTime(text));
    return [sql`${rawSql(`${column} ${comparison}`)} ${database.dialect.timeValue(real)}`];
  });
}

/** A context as far as its external id needs it. */
export interface AliasRow {
  id: number;
  instance: string | null;
  backupInstance: string | null;
}

interface RawAliasRow {
  id: number | bigint;
  instance: string | null;
  backup_instance: string | null;
}

const toAliasRow = (row: RawAliasRow): AliasRow => ({
  id: Number(row.id),
  instance: row.instance,
  backupInstance: row.backup_instance,
});

/** A page of the contexts in a range, by their numbers. */
export async function findInRange(
  database: Database,
  range: TimeRange,
  { offset, size }: { offset: number; size: number },
): Promise<AliasRow[]> {
  const rows = await database.scan<RawAliasRow>(
    sql`SELECT id, instance, backup_instance FROM ${CONTEXTS}
      WHERE ${joinSql(rangeConditions(database, range), ' AND ')} ORDER BY id LIMIT ${size} OFFSET ${offset}`,
  );
  return rows.map(toAliasRow);
}

/** The next numbers of contexts in a range beyond a number, in order. */
export async function findIdsInRange(
  database: Database,
  range: TimeRange,
  { after, size }: { after: number; size: number },
): Promise<number[]> {
  const rows = await database.scan<{ id: number | bigint }>(
    sql`SELECT id FROM ${CONTEXTS} WHERE ${joinSql([sql`id > ${after}`, ...rangeConditions(database, range)], ' AND ')}
      ORDER BY id LIMIT ${size}`,
  );
  return rows.map(({ id }) => Number(id));
}

/** Of these contexts, those that are still in the range, locked until the transaction ends. */
export async function lockInRange(
  database: Database,
  on: Queryable,
  range: TimeRange,
  ids: readonly number[],
): Promise<number[]> {
  const conditions = [sql`id IN (${joinSql([...ids])})`, ...rangeConditions(database, range)];
  const rows = await database.query<{ id: number | bigint }>(
    sql`SELECT id FROM ${CONTEXTS} WHERE ${joinSql(conditions, ' AND ')} ORDER BY id ${database.dialect.forUpdate}`,
    on,
  );
  return rows.map(({ id }) => Number(id));
}

const MOST_AT_ONCE = 1000;

/** Contexts by their numbers, locked until the transaction ends. */
export async function lockByIds(database: Database, on: Queryable, ids: readonly number[]): Promise<AliasRow[]> {
  const found: AliasRow[] = [];
  for (let start = 0; start < ids.length; start += MOST_AT_ONCE) {
    const some = joinSql(ids.slice(start, start + MOST_AT_ONCE));
    const rows = await database.query<RawAliasRow>(
      sql`SELECT id, instance, backup_instance FROM ${CONTEXTS} WHERE id IN (${some}) ORDER BY id ${database.dialect.forUpdate}`,
      on,
    );
    found.push(...rows.map(toAliasRow));
  }
  return found;
}
