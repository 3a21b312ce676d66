import { wholeSeconds } from '@/server/platform/clock';
import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, sql } from '@/server/platform/db/dialect';
import { cutText } from '../rules/text';

const RESOURCES = 'linkis_ps_bml_resources';

/** Who deleted something, when, and when it lets go of its bytes; null when it has done so. */
export interface Deletion {
  by: string;
  time: Date;
  purgeTime: Date | null;
}

/** A resource of the library: Linkis' row and what we know beyond it. */
export interface ResourceRow {
  resourceId: string;
  owner: string;
  system: string;
  createdTime: Date;
  downloadedFileName: string | null;
  /** As it was given, `50d` for example; null when the resource does not expire. */
  expiry: string | null;
  /** Whether Linkis' row says that it is there. */
  enabled: boolean;
  /** The material of an engine: everybody may read it, only materials change it. */
  isMaterial: boolean;
  deleted: Deletion | null;
}

interface RawResource {
  resource_id: string;
  owner: string;
  sys: string;
  create_time: string;
  downloaded_file_name: string | null;
  is_expire: number | bigint | boolean | null;
  expire_time: string | null;
  enable_flag: number | bigint | boolean;
}

/** Of these resources, those that an engine's material names: Linkis marks them nowhere else. */
async function findMaterials(database: Database, ids: readonly string[], on?: Queryable): Promise<Set<string>> {
  const rows = await database.query<{ id: string }>(
    sql`SELECT DISTINCT bml_resource_id AS id FROM linkis_cg_engine_conn_plugin_bml_resources
      WHERE bml_resource_id IN (${joinSql([...ids])})`,
    on,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Resources by their ids, deleted ones too; those that are not known are left out. */
async function findResources(database: Database, ids: readonly string[], on?: Queryable): Promise<ResourceRow[]> {
  if (ids.length === 0) return [];
  const rows = await database.query<RawResource>(
    sql`SELECT resource_id, owner, sys, ${database.dialect.timeText('create_time')} AS create_time, downloaded_file_name, is_expire, expire_time, enable_flag
      FROM ${rawSql(RESOURCES)} WHERE resource_id IN (${joinSql([...ids])}) ORDER BY enable_flag`,
    on,
  );
  const states = await database.guard(() =>
    (on ?? database.client).libraryResourceState.findMany({ where: { resourceId: { in: [...ids] } } }),
  );
  const known = new Map(states.map((state) => [state.resourceId, state]));
  const materials = await findMaterials(database, ids, on);
  // A row that is there comes after one that was deleted under the same id.
  const found = new Map<string, ResourceRow>();
  for (const row of rows) {
    const state = known.get(row.resource_id);
    found.set(row.resource_id, {
      resourceId: row.resource_id,
      owner: row.owner,
      system: row.sys,
      createdTime: database.fromColumnTime(row.create_time),
      downloadedFileName: row.downloaded_file_name,
      expiry: Number(row.is_expire ?? 0) === 1 ? row.expire_time : null,
      enabled: Number(row.enable_flag) === 1,
      isMaterial: state?.isMaterial === true || materials.has(row.resource_id),
      deleted: state?.deletedTime
        ? { by: state.deletedBy ?? '', time: state.deletedTime, purgeTime: state.purgeTime }
        : null,
    });
  }
  return [...found.values()];
}

/** A resource, deleted or not; null when there is none. */
export async function findResource(database: Database, id: string, on?: Queryable): Promise<ResourceRow | null> {
  const [row] = await findResources(database, [id], on);
  return row ?? null;
}

/** A resource to be made. */
export interface NewResource {
  resourceId: string;
  owner: string;
  system: string;
  isMaterial: boolean;
  header: number | null;
  maxVersion: number;
  /** What was given as expiry and when that is; null for a resource that does not expire. */
  expiry: { text: string; time: Date } | null;
}

/** Makes a resource whose highest version is `lastVersion`. */
export async function insertResource(
  database: Database,
  on: Queryable,
  resource: NewResource,
  lastVersion: number,
  now: Date,
): Promise<void> {
  const time = database.dialect.timeValue(database.toColumnTime(now));
  const { resourceId, owner, system, isMaterial, header, maxVersion, expiry } = resource;
  await database.execute(
    sql`INSERT INTO ${rawSql(RESOURCES)} (resource_id, is_private, resource_header, downloaded_file_name, sys, create_time, owner, is_expire, expire_time, max_version, update_time, enable_flag)
      VALUES (${resourceId}, 1, ${header}, ${resourceId}, ${cutText(system, 100)}, ${time}, ${cutText(owner, 200)}, ${expiry ? 1 : 0}, ${expiry?.text ?? null}, ${maxVersion}, ${time}, 1)`,
    on,
  );
  await on.libraryResourceState.create({
    data: { resourceId, lastVersion, isMaterial, expireTime: expiry && wholeSeconds(expiry.time) },
  });
}

/**
 * Keeps other changes of a resource's versions out until the transaction ends. Resources that Linkis made get a row of
 * ours here.
 * @returns the highest version number that was given here
 */
export async function lockResource(database: Database, on: Queryable, resourceId: string): Promise<number> {
  await database.execute(
    sql`${database.dialect.insertIgnoring('er_library_resource')} (resource_id, last_version, is_material)
      VALUES (${resourceId}, 0, ${false}) ${database.dialect.ignoring}`,
    on,
  );
  const rows = await database.query<{ last_version: number | bigint }>(
    sql`SELECT last_version FROM er_library_resource WHERE resource_id = ${resourceId} ${database.dialect.forUpdate}`,
    on,
  );
  return Number(rows[0]?.last_version ?? 0);
}

/** Notes that a version number is given. */
export async function setLastVersion(on: Queryable, resourceId: string, lastVersion: number): Promise<void> {
  await on.libraryResourceState.update({ where: { resourceId }, data: { lastVersion } });
}

/** Gives a resource to somebody else, if it still belongs to who is said to have it. */
export async function setOwner(
  database: Database,
  on: Queryable,
  resourceId: string,
  from: string,
  to: string,
  now: Date,
): Promise<boolean> {
  const time = database.dialect.timeValue(database.toColumnTime(now));
  const changed = await database.execute(
    sql`UPDATE ${rawSql(RESOURCES)} SET owner = ${to}, update_time = ${time}
      WHERE resource_id = ${resourceId} AND owner = ${from} AND enable_flag = 1`,
    on,
  );
  return changed > 0;
}

/** Switches Linkis' row of a resource off or on; false when there is none to be switched. */
export async function setResourceEnabled(
  database: Database,
  on: Queryable,
  resourceId: string,
  enabled: boolean,
): Promise<boolean> {
  const [from, to] = enabled ? [0, 1] : [1, 0];
  const changed = await database.execute(
    sql`UPDATE ${rawSql(RESOURCES)} SET enable_flag = ${to} WHERE resource_id = ${resourceId} AND enable_flag = ${from}`,
    on,
  );
  return changed > 0;
}

/** Notes who deleted a resource; null takes it back. The row must be there: `lockResource` makes it. */
export async function setResourceDeletion(on: Queryable, resourceId: string, deletion: Deletion | null): Promise<void> {
  await on.libraryResourceState.update({
    where: { resourceId },
    data: {
      deletedBy: deletion && cutText(deletion.by, 128),
      deletedTime: deletion && wholeSeconds(deletion.time),
      purgeTime: deletion?.purgeTime ? wholeSeconds(deletion.purgeTime) : null,
    },
  });
}

/** Resources whose expiry has come and that are not deleted yet. */
export async function findExpired(database: Database, now: Date, limit: number): Promise<string[]> {
  const rows = await database.guard(() =>
    database.client.libraryResourceState.findMany({
      where: { expireTime: { lte: wholeSeconds(now) }, deletedTime: null },
      orderBy: { expireTime: 'asc' },
      select: { resourceId: true },
      take: limit,
    }),
  );
  return rows.map(({ resourceId }) => resourceId);
}

/** Forgets when a resource expires. */
export async function clearExpiry(on: Queryable, resourceId: string): Promise<void> {
  await on.libraryResourceState.update({ where: { resourceId }, data: { expireTime: null } });
}

/** Deleted resources whose time is over. */
export async function findResourcesToPurge(database: Database, now: Date, limit: number): Promise<string[]> {
  const rows = await database.guard(() =>
    database.client.libraryResourceState.findMany({
      where: { purgeTime: { lte: wholeSeconds(now) } },
      orderBy: { purgeTime: 'asc' },
      select: { resourceId: true },
      take: limit,
    }),
  );
  return rows.map(({ resourceId }) => resourceId);
}

/** Says that the time of a deleted resource is over. */
export async function endTrashTime(on: Queryable, resourceId: string, now: Date): Promise<void> {
  await on.libraryResourceState.updateMany({
    where: { resourceId, purgeTime: { not: null } },
    data: { purgeTime: wholeSeconds(now) },
  });
}
