import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, sql } from '@/server/platform/db/dialect';
import { cutText } from '../rules/text';

const PROJECTS = 'linkis_ps_bml_project';
const USERS = 'linkis_ps_bml_project_user';
const SHARED = 'linkis_ps_bml_project_resource';

/** What a member of a project may do: edit (7) or read (5). */
export const PRIVILEGE = { edit: 7, access: 5 } as const;

/** A project whose members share resources. */
export interface ProjectRow {
  id: number;
  name: string;
  creator: string;
}

/** A project by its name; null when there is none or it is switched off. */
export async function findProject(database: Database, name: string, on?: Queryable): Promise<ProjectRow | null> {
  const rows = await database.query<{ id: number | bigint; name: string; creator: string }>(
    sql`SELECT id, name, creator FROM ${rawSql(PROJECTS)} WHERE name = ${name} AND enabled = 1`,
    on,
  );
  const [row] = rows;
  return row ? { ...row, id: Number(row.id) } : null;
}

/** The privilege of a user in a project; 0 for who is no member. */
export async function findPrivilege(
  database: Database,
  projectId: number,
  user: string,
  on?: Queryable,
): Promise<number> {
  const rows = await database.query<{ priv: number | bigint }>(
    sql`SELECT priv FROM ${rawSql(USERS)} WHERE project_id = ${projectId} AND username = ${user}`,
    on,
  );
  return Number(rows[0]?.priv ?? 0);
}

/** The highest privilege that a user has over each resource through projects; resources without are left out. */
export async function findSharedPrivileges(
  database: Database,
  resourceIds: readonly string[],
  user: string,
  on?: Queryable,
): Promise<Map<string, number>> {
  if (resourceIds.length === 0) return new Map();
  const rows = await database.query<{ resource_id: string; priv: number | bigint }>(
    sql`SELECT r.resource_id, MAX(u.priv) AS priv FROM ${rawSql(SHARED)} AS r
      JOIN ${rawSql(PROJECTS)} AS p ON p.id = r.project_id AND p.enabled = 1
      JOIN ${rawSql(USERS)} AS u ON u.project_id = p.id AND u.username = ${user}
      WHERE r.resource_id IN (${joinSql([...resourceIds])}) GROUP BY r.resource_id`,
    on,
  );
  return new Map(rows.map(({ resource_id, priv }) => [resource_id, Number(priv)]));
}

/** Makes a project where there is none of its name; false when there is one. */
export async function insertProject(
  database: Database,
  on: Queryable,
  name: string,
  creator: string,
  now: Date,
): Promise<boolean> {
  const time = database.dialect.timeValue(database.toColumnTime(now));
  const inserted = await database.execute(
    sql`${database.dialect.insertIgnoring(PROJECTS)} (name, ${rawSql(database.kind === 'mysql' ? '`system`' : 'system')}, creator, enabled, create_time)
      VALUES (${name}, 'dss', ${cutText(creator, 128)}, 1, ${time}) ${database.dialect.ignoring}`,
    on,
  );
  return inserted > 0;
}

/** Replaces all members of a project. */
export async function replaceMembers(
  database: Database,
  on: Queryable,
  projectId: number,
  members: ReadonlyMap<string, number>,
  creator: string,
  now: Date,
): Promise<void> {
  const time = database.dialect.timeValue(database.toColumnTime(now));
  await database.execute(sql`DELETE FROM ${rawSql(USERS)} WHERE project_id = ${projectId}`, on);
  const rows = [...members].map(
    ([user, privilege]) => sql`(${projectId}, ${user}, ${privilege}, ${cutText(creator, 128)}, ${time})`,
  );
  if (rows.length > 0)
    await database.execute(
      sql`INSERT INTO ${rawSql(USERS)} (project_id, username, priv, creator, create_time) VALUES ${joinSql(rows)}`,
      on,
    );
}

/** Lets a project share a resource; nothing when it does already. */
export async function shareResource(
  database: Database,
  on: Queryable,
  projectId: number,
  resourceId: string,
): Promise<void> {
  // Linkis' table has no key over both: the project's row is locked so that two do not insert the same.
  await database.query(
    sql`SELECT id FROM ${rawSql(PROJECTS)} WHERE id = ${projectId} ${database.dialect.forUpdate}`,
    on,
  );
  const rows = await database.query<{ id: number | bigint }>(
    sql`SELECT id FROM ${rawSql(SHARED)} WHERE project_id = ${projectId} AND resource_id = ${resourceId} ${database.dialect.forUpdate}`,
    on,
  );
  if (rows.length > 0) return;
  await database.execute(
    sql`INSERT INTO ${rawSql(SHARED)} (project_id, resource_id) VALUES (${projectId}, ${resourceId})`,
    on,
  );
}
