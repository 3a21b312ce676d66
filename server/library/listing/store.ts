import type { Database } from '@/server/platform/db/database';
import { rawSql, type Sql, sql } from '@/server/platform/db/dialect';

/** A version of a resource that somebody owns. */
export interface OwnedVersion {
  resourceId: string;
  owner: string;
  version: string;
  location: string;
}

function owned(owner: string, system: string): Sql {
  return sql`FROM ${rawSql('linkis_ps_bml_resources')} AS r
    JOIN ${rawSql('linkis_ps_bml_resources_version')} AS v ON v.resource_id = r.resource_id AND v.enable_flag = 1
    WHERE r.owner = ${owner} AND r.sys = ${system} AND r.enable_flag = 1`;
}

/** How many versions somebody's resources in a system have. */
export async function countOwned(database: Database, owner: string, system: string): Promise<number> {
  const rows = await database.scan<{ n: bigint | number }>(sql`SELECT COUNT(*) AS n ${owned(owner, system)}`);
  return Number(rows[0]?.n ?? 0);
}

/** Those versions, newest first. */
export async function findOwned(
  database: Database,
  owner: string,
  system: string,
  { offset, size }: { offset: number; size: number },
): Promise<OwnedVersion[]> {
  return database.scan<OwnedVersion>(
    sql`SELECT r.resource_id AS ${database.dialect.quoted('resourceId')}, r.owner AS owner, v.version AS version, v.resource AS location
      ${owned(owner, system)} ORDER BY v.id DESC LIMIT ${size} OFFSET ${offset}`,
  );
}
