import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { MATERIALS, type MaterialRow, materialColumns, toMaterialRow } from '../engine/store';

/** What narrows Linkis' list: parts of the type and of the version, upper and lower case different. */
export interface LinkisFilter {
  ecType?: string | undefined;
  version?: string | undefined;
}

function whereOf({ dialect }: Database, { ecType, version }: LinkisFilter): Sql {
  const conditions = [sql`1 = 1`];
  if (ecType) conditions.push(dialect.contains('m.engine_conn_type', ecType));
  if (version) conditions.push(dialect.contains('m.version', version));
  return joinSql(conditions, ' AND ');
}

/** How many materials fit. */
export async function countForLinkis(database: Database, filter: LinkisFilter): Promise<number> {
  const [row] = await database.query<{ count: number | bigint }>(
    sql`SELECT COUNT(*) AS count FROM ${MATERIALS} WHERE ${whereOf(database, filter)}`,
  );
  return Number(row?.count ?? 0);
}

/** Materials, newest first; those of one moment in the order in which they came. */
export async function findForLinkis(
  database: Database,
  filter: LinkisFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<MaterialRow[]> {
  const rows = await database.query<Parameters<typeof toMaterialRow>[1]>(
    sql`SELECT ${materialColumns(database)} FROM ${MATERIALS} WHERE ${whereOf(database, filter)} ORDER BY m.create_time DESC, m.id LIMIT ${limit} OFFSET ${offset}`,
  );
  return rows.map((row) => toMaterialRow(database, row));
}

/** Versions of a type, in order. */
export async function findVersionsOfType(database: Database, engineType: string): Promise<string[]> {
  const rows = await database.query<{ version: string }>(
    sql`SELECT DISTINCT m.version FROM ${MATERIALS} WHERE m.engine_conn_type = ${engineType} AND m.version IS NOT NULL ORDER BY m.version`,
  );
  return rows.map(({ version }) => version);
}

/** All engine versions that have materials, or those of one type. */
export async function findEngines(
  database: Database,
  engineType: string | null,
): Promise<{ engineType: string; engineVersion: string }[]> {
  const condition = engineType === null ? rawSql('1 = 1') : sql`m.engine_conn_type = ${engineType}`;
  const rows = await database.query<{ engine_conn_type: string; version: string | null }>(
    sql`SELECT DISTINCT m.engine_conn_type, m.version FROM ${MATERIALS} WHERE ${condition} ORDER BY m.engine_conn_type, m.version`,
  );
  return rows.map(({ engine_conn_type, version }) => ({ engineType: engine_conn_type, engineVersion: version ?? '' }));
}
