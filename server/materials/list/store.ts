import type { MaterialListQuery } from '@/contracts/materials';
import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { distinctValues } from '@/server/platform/db/distinct-values';
import {
  MATERIAL_TABLE,
  MATERIALS,
  type MaterialRow,
  materialColumns,
  type RawMaterialRow,
  toMaterialRow,
} from '../engine/store';

/** Most engine types that are offered as filters. */
const MOST_ENGINE_TYPES = 1000;

/** What narrows the list of materials. */
export type MaterialFilter = Pick<MaterialListQuery, 'search' | 'engineType' | 'state'>;

/** Values of the columns that a page is ordered by, in that order; times are wall-clock texts of the database. */
export type SortKey = (string | number | null)[];

const POINTER = 'own.resource_id = m.bml_resource_id AND own.version = m.bml_resource_version';
const EXTERNAL = `NOT EXISTS (SELECT 1 FROM er_library_version own WHERE ${POINTER} AND own.sha256 IS NOT NULL)`;
// These two start from the few that are damaged or have several versions, not from each material.
const DAMAGED = `(SELECT m.id FROM er_blob b JOIN er_library_version own ON own.sha256 = b.sha256 JOIN ${MATERIALS.sql} ON ${POINTER} WHERE b.fault IS NOT NULL)`;
const ROLLED_BACK = `(SELECT m.id FROM (SELECT resource_id, MAX(number) AS newest FROM er_library_version WHERE deleted_time IS NULL GROUP BY resource_id HAVING COUNT(*) > 1) several
  JOIN ${MATERIALS.sql} ON m.bml_resource_id = several.resource_id JOIN er_library_version own ON ${POINTER} WHERE own.number < several.newest AND own.sha256 IS NOT NULL)`;

/** Conditions of the states. The worst of what holds is a material's state. */
const STATES: Record<NonNullable<MaterialFilter['state']>, string> = {
  external: EXTERNAL,
  damaged: `m.id IN ${DAMAGED}`,
  rolledBack: `m.id NOT IN ${DAMAGED} AND m.id IN ${ROLLED_BACK}`,
  current: `NOT ${EXTERNAL} AND m.id NOT IN ${DAMAGED} AND m.id NOT IN ${ROLLED_BACK}`,
};

const SORT_COLUMNS: Record<MaterialListQuery['sort'], readonly string[]> = {
  changedTime: ['m.last_update_time', 'm.id'],
  createTime: ['m.create_time', 'm.id'],
  name: ['m.engine_conn_type', 'm.version', 'm.file_name', 'm.id'],
};

/** Columns in which Linkis may have left a name out. */
const NULLABLE = new Set(['m.version', 'm.file_name']);

function whereOf({ search, engineType, state }: MaterialFilter): Sql {
  const conditions: Sql[] = [sql`1 = 1`];
  if (engineType) conditions.push(sql`m.engine_conn_type IN (${joinSql(engineType)})`);
  if (state) conditions.push(sql`(${rawSql(STATES[state])})`);
  for (const word of search?.split(/\s+/) ?? []) {
    const pattern = `%${word.toLowerCase().replace(/[!%_]/g, '!$&')}%`;
    const found = ['m.engine_conn_type', 'm.version', 'm.file_name'].map(
      (column) => sql`LOWER(${rawSql(column)}) LIKE ${pattern} ESCAPE '!'`,
    );
    conditions.push(sql`(${joinSql(found, ' OR ')})`);
  }
  return joinSql(conditions, ' AND ');
}

/** Condition: the column's value comes behind a value in an order in which nothing comes before everything. */
function behind(column: Sql, value: Sql | null, order: 'asc' | 'desc'): Sql {
  if (order === 'asc') return value ? sql`${column} > ${value}` : sql`${column} IS NOT NULL`;
  return value ? sql`(${column} < ${value} OR ${column} IS NULL)` : sql`1 = 0`;
}

/** Condition: the columns, compared from the left, come behind the values. */
function beyond(columns: readonly Sql[], values: readonly (Sql | null)[], order: 'asc' | 'desc'): Sql {
  const alternatives = columns.map((column, index) => {
    const equal = columns.slice(0, index).map((before, at) => {
      const value = values[at];
      return value ? sql`${before} = ${value}` : sql`${before} IS NULL`;
    });
    return sql`(${joinSql([...equal, behind(column, values[index] ?? null, order)], ' AND ')})`;
  });
  // Said once more of the first column, which is never empty: the databases find the place in an index by it.
  const from = sql`${columns[0]} ${rawSql(order === 'asc' ? '>=' : '<=')} ${values[0]}`;
  return sql`${from} AND (${joinSql(alternatives, ' OR ')})`;
}

/** Materials that were found already, by their ids; or what a filter finds but for some. */
export type MaterialSelection = { ids: readonly number[] } | { filter: MaterialFilter; except?: readonly number[] };

function selected(selection: MaterialSelection): Sql {
  if ('ids' in selection) return sql`m.id IN (${joinSql([...selection.ids])})`;
  const { filter, except = [] } = selection;
  return except.length === 0
    ? whereOf(filter)
    : sql`${whereOf(filter)} AND m.id NOT IN (${rawSql(except.map(Number).join(','))})`;
}

/** Who made the newest release of a material's engine version; it is known by its name without a leading `v`. */
const CHANGED_BY = `(SELECT r.created_by FROM er_material_engine e
  JOIN er_material_release r ON r.engine_type = e.engine_type AND r.version_key = e.version_key AND r.number = e.last_release
  WHERE e.engine_type = m.engine_conn_type AND e.version_key = CASE
    WHEN LENGTH(m.version) > 1 AND SUBSTR(m.version, 1, 1) = 'v' THEN SUBSTR(m.version, 2) ELSE COALESCE(m.version, '') END)`;

/** A material in a list: its row, who changed it last (null when Linkis did), and where it stands in the order. */
export interface ListedMaterial {
  row: MaterialRow;
  changedBy: string | null;
  key: SortKey;
}

/** Columns by which a row stands in an order, as the database has them. */
function sortKeyOf(row: RawMaterialRow, sort: MaterialListQuery['sort']): SortKey {
  const id = Number(row.id);
  if (sort === 'name') return [row.engine_conn_type, row.version, row.file_name, id];
  return [sort === 'changedTime' ? row.last_update_time : row.create_time, id];
}

/**
 * Up to `size` materials in an order, those beyond a row when one is given; each with where it stands.
 */
export async function findMaterialPage(
  database: Database,
  selection: MaterialSelection,
  page: { sort: MaterialListQuery['sort']; order: 'asc' | 'desc'; after: SortKey | null; size: number },
): Promise<ListedMaterial[]> {
  const columns = SORT_COLUMNS[page.sort];
  const conditions = [selected(selection)];
  if (page.after) {
    const values = page.after.map((value, index) => {
      if (value === null) return null;
      return page.sort !== 'name' && index === 0 ? database.dialect.timeValue(String(value)) : sql`${value}`;
    });
    conditions.push(beyond(columns.map(rawSql), values, page.order));
  }
  const order = joinSql(
    columns.map((column) =>
      NULLABLE.has(column) ? database.dialect.ordered(column, page.order) : rawSql(`${column} ${page.order}`),
    ),
  );
  const rows = await database.query<RawMaterialRow & { changed_by: string | null }>(
    sql`SELECT ${materialColumns(database)}, ${rawSql(CHANGED_BY)} AS changed_by FROM ${MATERIALS} WHERE ${joinSql(conditions, ' AND ')} ORDER BY ${order} LIMIT ${page.size}`,
  );
  return rows.map((row) => ({
    row: toMaterialRow(database, row),
    changedBy: row.changed_by,
    key: sortKeyOf(row, page.sort),
  }));
}

/** Ids of the materials that a filter finds, in no order, up to so many. */
export async function findMaterialIds(database: Database, filter: MaterialFilter, bound: number): Promise<number[]> {
  const rows = await database.query<{ id: number | bigint }>(
    sql`SELECT m.id FROM ${MATERIALS} WHERE ${whereOf(filter)} LIMIT ${bound}`,
  );
  return rows.map(({ id }) => Number(id));
}

/** How many materials there are. */
export async function countMaterials(database: Database, filter: MaterialFilter): Promise<number> {
  const [row] = await database.query<{ count: number | bigint }>(
    sql`SELECT COUNT(*) AS count FROM ${MATERIALS} WHERE ${whereOf(filter)}`,
  );
  return Number(row?.count ?? 0);
}

/** Engine types that have materials, in order. */
export function findEngineTypes(database: Database): Promise<string[]> {
  return distinctValues(database, {
    table: MATERIAL_TABLE,
    column: 'engine_conn_type',
    index: 'er_material_key',
    most: MOST_ENGINE_TYPES,
  });
}

/** Bytes that the versions of each engine type's materials take, the largest first; the same bytes count once a type. */
export async function findUsageByType(
  database: Database,
): Promise<{ engineType: string; storedBytes: number; materials: number }[]> {
  const rows = await database.scan<{
    engine_conn_type: string;
    bytes: number | bigint | string;
    materials: number | bigint;
  }>(
    sql`SELECT t.engine_conn_type, t.materials, COALESCE(SUM(b.size), 0) AS bytes
      FROM (SELECT m.engine_conn_type, COUNT(*) AS materials FROM ${MATERIALS} GROUP BY m.engine_conn_type) t
      LEFT JOIN (SELECT DISTINCT m.engine_conn_type, v.sha256 FROM ${MATERIALS} JOIN er_library_version v ON v.resource_id = m.bml_resource_id WHERE v.sha256 IS NOT NULL) named
        ON named.engine_conn_type = t.engine_conn_type
      LEFT JOIN er_blob b ON b.sha256 = named.sha256
      GROUP BY t.engine_conn_type, t.materials ORDER BY bytes DESC, t.engine_conn_type`,
  );
  return rows.map((row) => ({
    engineType: row.engine_conn_type,
    storedBytes: Number(row.bytes),
    materials: Number(row.materials),
  }));
}
