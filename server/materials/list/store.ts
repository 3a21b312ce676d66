import type { MaterialListQuery } from '@/contracts/materials';
import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { MATERIALS, type MaterialRow, materialColumns, toMaterialRow } from '../engine/store';

/** What narrows the list of materials. */
export type MaterialFilter = Pick<MaterialListQuery, 'search' | 'engineType' | 'state'>;

/** Values of the columns that a page is ordered by, in that order; times are wall-clock texts of the database. */
export type SortKey = (string | number)[];

const VERSION =
  'er_library_version own WHERE own.resource_id = m.bml_resource_id AND own.version = m.bml_resource_version';
const EXTERNAL = `NOT EXISTS (SELECT 1 FROM ${VERSION} AND own.sha256 IS NOT NULL)`;
const DAMAGED = `EXISTS (SELECT 1 FROM er_blob b, ${VERSION} AND b.sha256 = own.sha256 AND b.fault IS NOT NULL)`;
const ROLLED_BACK = `EXISTS (SELECT 1 FROM er_library_version newer, ${VERSION} AND newer.resource_id = own.resource_id AND newer.number > own.number AND newer.deleted_time IS NULL)`;

/** Conditions of the states. The worst of what holds is a material's state. */
const STATES: Record<NonNullable<MaterialFilter['state']>, string> = {
  external: EXTERNAL,
  damaged: DAMAGED,
  rolledBack: `NOT ${DAMAGED} AND ${ROLLED_BACK}`,
  current: `NOT ${EXTERNAL} AND NOT ${DAMAGED} AND NOT ${ROLLED_BACK}`,
};

const SORT_COLUMNS: Record<MaterialListQuery['sort'], readonly string[]> = {
  changedTime: ['m.last_update_time', 'm.id'],
  createTime: ['m.create_time', 'm.id'],
  name: ['m.engine_conn_type', "COALESCE(m.version, '')", "COALESCE(m.file_name, '')", 'm.id'],
};

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

/** Condition: the columns, compared from the left, are beyond the values. */
function beyond(columns: readonly Sql[], values: readonly Sql[], operator: '<' | '>'): Sql {
  const alternatives = columns.map((column, index) => {
    const equal = columns.slice(0, index).map((before, at) => sql`${before} = ${values[at]}`);
    return sql`(${joinSql([...equal, sql`${column} ${rawSql(operator)} ${values[index]}`], ' AND ')})`;
  });
  return sql`(${joinSql(alternatives, ' OR ')})`;
}

/** Up to `size` materials in an order, those beyond a row when one is given. */
export async function findMaterialPage(
  database: Database,
  filter: MaterialFilter,
  page: { sort: MaterialListQuery['sort']; order: 'asc' | 'desc'; after: SortKey | null; size: number },
): Promise<MaterialRow[]> {
  const columns = SORT_COLUMNS[page.sort];
  const conditions = [whereOf(filter)];
  if (page.after) {
    const values = page.after.map((value, index) =>
      page.sort !== 'name' && index === 0 ? database.dialect.timeValue(String(value)) : sql`${value}`,
    );
    conditions.push(beyond(columns.map(rawSql), values, page.order === 'asc' ? '>' : '<'));
  }
  const order = columns.map((column) => `${column} ${page.order}`).join(', ');
  const rows = await database.query<Parameters<typeof toMaterialRow>[1]>(
    sql`SELECT ${materialColumns(database)} FROM ${MATERIALS} WHERE ${joinSql(conditions, ' AND ')} ORDER BY ${rawSql(order)} LIMIT ${page.size}`,
  );
  return rows.map((row) => toMaterialRow(database, row));
}

/** Where a row stands in an order. */
export function sortKeyOf(database: Database, row: MaterialRow, sort: MaterialListQuery['sort']): SortKey {
  if (sort === 'name') return [row.engineType, row.engineVersion, row.fileName, row.id];
  return [database.toColumnTime(sort === 'changedTime' ? row.changedTime : row.createTime), row.id];
}

/** How many materials there are. */
export async function countMaterials(database: Database, filter: MaterialFilter): Promise<number> {
  const [row] = await database.query<{ count: number | bigint }>(
    sql`SELECT COUNT(*) AS count FROM ${MATERIALS} WHERE ${whereOf(filter)}`,
  );
  return Number(row?.count ?? 0);
}

/** Engine types that have materials, in order. */
export async function findEngineTypes(database: Database): Promise<string[]> {
  const rows = await database.query<{ engine_conn_type: string }>(
    sql`SELECT DISTINCT m.engine_conn_type FROM ${MATERIALS} ORDER BY m.engine_conn_type`,
  );
  return rows.map(({ engine_conn_type }) => engine_conn_type);
}

/** Who made the newest release of engine versions, by `type` and version key joined with a line break. */
export async function findChangers(
  database: Database,
  engines: readonly { engineType: string; versionKey: string }[],
): Promise<Map<string, string>> {
  if (engines.length === 0) return new Map();
  const pairs = engines.map(
    ({ engineType, versionKey }) => sql`(e.engine_type = ${engineType} AND e.version_key = ${versionKey})`,
  );
  const rows = await database.query<{ engine_type: string; version_key: string; created_by: string }>(
    sql`SELECT e.engine_type, e.version_key, r.created_by FROM er_material_engine e
      JOIN er_material_release r ON r.engine_type = e.engine_type AND r.version_key = e.version_key AND r.number = e.last_release
      WHERE ${joinSql(pairs, ' OR ')}`,
  );
  return new Map(rows.map((row) => [`${row.engine_type}\n${row.version_key}`, row.created_by]));
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
