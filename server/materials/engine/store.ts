import { wholeSeconds } from '@/server/platform/clock';
import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { versionKey, versionSpellings } from '../rules/engine-version';

/** Linkis' table of materials. */
export const MATERIAL_TABLE = 'linkis_cg_engine_conn_plugin_bml_resources';

/** The row of a material, as Linkis keeps it. Times are instants, sizes bytes. */
export interface MaterialRow {
  id: number;
  engineType: string;
  /** As it is spelled in the row. */
  engineVersion: string;
  fileName: string;
  sizeBytes: number;
  /** Milliseconds since 1970; null where Linkis knew none. */
  lastModified: number | null;
  resourceId: string;
  materialVersion: string;
  createTime: Date;
  changedTime: Date;
}

/** The same as the database gives it. */
export interface RawMaterialRow {
  id: number | bigint;
  engine_conn_type: string;
  version: string | null;
  file_name: string | null;
  file_size: number | bigint;
  last_modified: number | bigint | null;
  bml_resource_id: string;
  bml_resource_version: string;
  create_time: string;
  last_update_time: string;
}

/** Columns of a material for a SELECT, with its times as wall-clock text. */
export function materialColumns({ dialect }: Database): Sql {
  return sql`m.id, m.engine_conn_type, m.version, m.file_name, m.file_size, m.last_modified, m.bml_resource_id, m.bml_resource_version,
    ${dialect.timeText('m.create_time')} AS create_time, ${dialect.timeText('m.last_update_time')} AS last_update_time`;
}

/** The table of materials under the name that `materialColumns` uses. */
export const MATERIALS = rawSql(`${MATERIAL_TABLE} m`);

/** A row as the database gave it → what the program works with. */
export function toMaterialRow(database: Database, row: RawMaterialRow): MaterialRow {
  return {
    id: Number(row.id),
    engineType: row.engine_conn_type,
    engineVersion: row.version ?? '',
    fileName: row.file_name ?? '',
    sizeBytes: Number(row.file_size),
    lastModified: row.last_modified === null ? null : Number(row.last_modified),
    resourceId: row.bml_resource_id,
    materialVersion: row.bml_resource_version,
    createTime: database.fromColumnTime(row.create_time),
    changedTime: database.fromColumnTime(row.last_update_time),
  };
}

/** Rows that a condition finds, oldest first. */
async function findMaterials(database: Database, condition: Sql, on?: Queryable): Promise<MaterialRow[]> {
  const rows = await database.query<RawMaterialRow>(
    sql`SELECT ${materialColumns(database)} FROM ${MATERIALS} WHERE ${condition} ORDER BY m.id`,
    on,
  );
  return rows.map((row) => toMaterialRow(database, row));
}

/** All rows of an engine version, in either spelling, twins included. */
export function findAllSpellings(
  database: Database,
  engineType: string,
  engineVersion: string,
  on?: Queryable,
): Promise<MaterialRow[]> {
  const spellings = versionSpellings(engineVersion);
  return findMaterials(database, sql`m.engine_conn_type = ${engineType} AND m.version IN (${joinSql(spellings)})`, on);
}

/** The materials that resources belong to. */
export function findMaterialsOfResources(database: Database, resourceIds: readonly string[]): Promise<MaterialRow[]> {
  return findMaterials(database, sql`m.bml_resource_id IN (${joinSql([...resourceIds])})`);
}

/**
 * The materials of an engine version, one for each file name. Linkis may have written both spellings of the version, or
 * twins; then the spelling without `v` counts, which launching looks for first, and of twins the newest.
 */
export async function findEngineMaterials(
  database: Database,
  engineType: string,
  engineVersion: string,
  on?: Queryable,
): Promise<MaterialRow[]> {
  const plain = versionKey(engineVersion);
  const rows = await findAllSpellings(database, engineType, engineVersion, on);
  const byName = new Map<string, MaterialRow>();
  for (const row of rows) {
    const known = byName.get(row.fileName);
    if (!known || known.engineVersion !== plain || row.engineVersion === plain) byName.set(row.fileName, row);
  }
  return [...byName.values()].sort(byImportance);
}

/** conf, lib, then the others by name: the order in which engines are handed them. */
export function byImportance(left: { fileName: string }, right: { fileName: string }): number {
  const rank = ({ fileName }: { fileName: string }) => ['conf.zip', 'lib.zip'].indexOf(fileName) + 1 || 3;
  return rank(left) - rank(right) || (left.fileName < right.fileName ? -1 : 1);
}

/** What a new material's row says. */
export interface NewMaterial {
  engineType: string;
  engineVersion: string;
  fileName: string;
  sizeBytes: number;
  lastModified: number | null;
  resourceId: string;
  materialVersion: string;
}

/** Writes a material's row. */
export async function insertMaterial(
  database: Database,
  on: Queryable,
  row: NewMaterial & { createTime?: Date },
  now: Date,
): Promise<void> {
  const { timeValue } = database.dialect;
  await database.execute(
    sql`INSERT INTO ${rawSql(MATERIAL_TABLE)} (engine_conn_type, version, file_name, file_size, last_modified, bml_resource_id, bml_resource_version, create_time, last_update_time)
      VALUES (${row.engineType}, ${row.engineVersion}, ${row.fileName}, ${row.sizeBytes}, ${row.lastModified}, ${row.resourceId}, ${row.materialVersion},
        ${timeValue(database.toColumnTime(row.createTime ?? now))}, ${timeValue(database.toColumnTime(now))})`,
    on,
  );
}

/** Makes a version of a resource current. */
export async function pointMaterial(
  database: Database,
  on: Queryable,
  id: number,
  to: Pick<NewMaterial, 'resourceId' | 'materialVersion' | 'sizeBytes' | 'lastModified'>,
  now: Date,
): Promise<void> {
  await database.execute(
    sql`UPDATE ${rawSql(MATERIAL_TABLE)} SET bml_resource_id = ${to.resourceId}, bml_resource_version = ${to.materialVersion}, file_size = ${to.sizeBytes},
      last_modified = ${to.lastModified}, last_update_time = ${database.dialect.timeValue(database.toColumnTime(now))} WHERE id = ${id}`,
    on,
  );
}

/** Removes rows of materials. */
export async function deleteMaterials(database: Database, on: Queryable, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await database.execute(sql`DELETE FROM ${rawSql(MATERIAL_TABLE)} WHERE id IN (${joinSql([...ids])})`, on);
}

/** What a release says of itself. */
export interface NewRelease {
  kind: 'upload' | 'refresh' | 'rollback' | 'restore' | 'adopted';
  fileName: string | null;
  fileSize: number | null;
  fileSha256: string | null;
  pluginSha256: string | null;
  note: string | null;
  createdBy: string;
}

/** What a release says of its archive that came without one. */
export const NO_ARCHIVE = { fileName: null, fileSize: null, fileSha256: null, pluginSha256: null };

/** A material version of a release. */
export interface ReleaseFile {
  fileName: string;
  resourceId: string;
  materialVersion: string;
  isNew: boolean;
}

/** Writes a release of a locked engine version and returns its number. */
export async function insertRelease(
  on: Queryable,
  engine: { engineType: string; engineVersion: string; lastRelease: number },
  release: NewRelease,
  files: readonly ReleaseFile[],
  now: Date,
): Promise<number> {
  const number = engine.lastRelease + 1;
  const key = { engineType: engine.engineType, versionKey: versionKey(engine.engineVersion) };
  await on.materialEngine.update({ where: { engineType_versionKey: key }, data: { lastRelease: number } });
  const { id } = await on.materialRelease.create({
    data: {
      ...key,
      number,
      ...release,
      fileSize: release.fileSize === null ? null : BigInt(release.fileSize),
      createdTime: wholeSeconds(now),
    },
  });
  await on.materialReleaseFile.createMany({ data: files.map((file) => ({ releaseId: id, ...file })) });
  return number;
}

type PrismaRelease = Awaited<ReturnType<Queryable['materialRelease']['findMany']>>[number];
/** A release with its files. */
export type ReleaseRow = PrismaRelease & { files: ReleaseFile[] };

async function withFiles(on: Queryable, releases: PrismaRelease[]): Promise<ReleaseRow[]> {
  const files = await on.materialReleaseFile.findMany({ where: { releaseId: { in: releases.map(({ id }) => id) } } });
  return releases.map((release) => ({
    ...release,
    files: files.filter(({ releaseId }) => releaseId === release.id).sort(byImportance),
  }));
}

/** Releases of an engine version, newest first. */
export async function findReleases(
  database: Database,
  engineType: string,
  engineVersion: string,
  limit: number,
  on: Queryable = database.client,
): Promise<ReleaseRow[]> {
  return database.guard(async () =>
    withFiles(
      on,
      await on.materialRelease.findMany({
        where: { engineType, versionKey: versionKey(engineVersion) },
        orderBy: { number: 'desc' },
        take: limit,
      }),
    ),
  );
}

/** Whether a release's materials are those that engines are handed now. */
export function isCurrentRelease({ files }: Pick<ReleaseRow, 'files'>, rows: readonly MaterialRow[]): boolean {
  const isCurrent = ({ fileName, resourceId, materialVersion }: ReleaseFile) =>
    rows.some(
      (row) => row.fileName === fileName && row.resourceId === resourceId && row.materialVersion === materialVersion,
    );
  return files.length === rows.length && files.every(isCurrent);
}

/** One release of an engine version; null when there is none of this number. */
export async function findRelease(
  database: Database,
  engineType: string,
  engineVersion: string,
  number: number,
  on: Queryable = database.client,
): Promise<ReleaseRow | null> {
  return database.guard(async () => {
    const where = { engineType, versionKey: versionKey(engineVersion), number };
    const [release] = await withFiles(on, await on.materialRelease.findMany({ where }));
    return release ?? null;
  });
}

/** Resources of an engine version, also of materials that later releases no longer have. */
export async function findResourceIds(
  database: Database,
  on: Queryable,
  engineType: string,
  engineVersion: string,
): Promise<string[]> {
  const rows = await database.query<{ resource_id: string }>(
    sql`SELECT DISTINCT f.resource_id FROM er_material_release_file f JOIN er_material_release r ON r.id = f.release_id
      WHERE r.engine_type = ${engineType} AND r.version_key = ${versionKey(engineVersion)}`,
    on,
  );
  return rows.map(({ resource_id }) => resource_id);
}
