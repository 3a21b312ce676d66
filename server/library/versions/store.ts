import { wholeSeconds } from '@/server/platform/clock';
import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { findFaults } from '../blobs/store';
import type { Deletion } from '../resources/store';
import { cutText } from '../rules/text';
import { versionNumber } from '../rules/version';

const VERSIONS = 'linkis_ps_bml_resources_version';
const LONGEST_NOTE = 16_000;

/** One version of a resource: Linkis' row joined with what we know beyond it. */
export interface LibraryVersionRow {
  resourceId: string;
  number: number;
  version: string;
  sizeBytes: number;
  md5: string;
  /** Its bytes; null when Linkis has stored them, or when they are purged. */
  sha256: string | null;
  /** Digest of what a material holds. */
  contentSha256: string | null;
  createdTime: Date;
  /** Null for versions that Linkis made. */
  createdBy: string | null;
  note: string | null;
  fileName: string | null;
  enabled: boolean;
  protected: { by: string; time: Date; note: string | null } | null;
  deleted: Deletion | null;
  /** What is wrong with its bytes, as far as it is known. */
  fault: string | null;
  /** Where its bytes lie in the file, counted from 1, both included; below 1 where Linkis did not say. */
  startByte: number;
  endByte: number;
  /** URI of its bytes. */
  location: string;
}

interface RawVersion {
  resource_id: string;
  version: string;
  size: bigint | number;
  file_md5: string;
  start_byte: bigint | number;
  end_byte: bigint | number;
  resource: string;
  start_time: string;
  enable_flag: bigint | number | boolean;
}

type State = Awaited<ReturnType<Database['client']['libraryVersionState']['findMany']>>[number];

function toRow(database: Database, row: RawVersion, state: State | undefined, fault: string | null): LibraryVersionRow {
  return {
    resourceId: row.resource_id,
    number: versionNumber(row.version) ?? 0,
    version: row.version,
    sizeBytes: Number(row.size),
    md5: row.file_md5,
    sha256: state?.sha256 ?? null,
    contentSha256: state?.contentSha256 ?? null,
    createdTime: state?.createdTime ?? database.fromColumnTime(row.start_time),
    createdBy: state?.createdBy || null,
    note: state?.note ?? null,
    fileName: state?.fileName ?? null,
    enabled: Number(row.enable_flag) === 1,
    protected:
      state?.protectedBy && state.protectedTime
        ? { by: state.protectedBy, time: state.protectedTime, note: state.protectedNote }
        : null,
    deleted: state?.deletedTime
      ? { by: state.deletedBy ?? '', time: state.deletedTime, purgeTime: state.purgeTime }
      : null,
    fault,
    startByte: Number(row.start_byte),
    endByte: Number(row.end_byte),
    location: row.resource,
  };
}

async function findWhere(database: Database, condition: Sql, on?: Queryable): Promise<LibraryVersionRow[]> {
  const rows = await database.query<RawVersion>(
    sql`SELECT resource_id, version, size, file_md5, start_byte, end_byte, resource, ${database.dialect.timeText('start_time')} AS start_time, enable_flag
      FROM ${rawSql(VERSIONS)} WHERE ${condition}`,
    on,
  );
  if (rows.length === 0) return [];
  const [only] = rows;
  const where =
    rows.length === 1 && only
      ? { resourceId: only.resource_id, version: only.version }
      : { resourceId: { in: [...new Set(rows.map((row) => row.resource_id))] } };
  const states = await database.guard(() => (on ?? database.client).libraryVersionState.findMany({ where }));
  const hashes = states.flatMap(({ sha256 }) => sha256 ?? []);
  const faults = await findFaults(database, hashes, on);
  const known = new Map(states.map((state) => [`${state.resourceId} ${state.version}`, state]));
  return rows.map((row) => {
    const state = known.get(`${row.resource_id} ${row.version}`);
    return toRow(database, row, state, faults.get(state?.sha256 ?? '') ?? null);
  });
}

/** All versions of resources, deleted ones too, newest first. */
export async function findVersionRows(
  database: Database,
  resourceIds: readonly string[],
  on?: Queryable,
): Promise<LibraryVersionRow[]> {
  if (resourceIds.length === 0) return [];
  const rows = await findWhere(database, sql`resource_id IN (${joinSql([...resourceIds])})`, on);
  return rows.sort((left, right) => right.number - left.number);
}

/** What lists show of a version; part of `LibraryVersionRow`. */
export type LibraryVersionBrief = Pick<
  LibraryVersionRow,
  'resourceId' | 'number' | 'version' | 'sha256' | 'enabled' | 'fault'
> & {
  /** Null when it is not protected. */
  protected: unknown;
};

/** All versions of resources, as much of them as lists show. */
export async function findVersionBriefRows(
  database: Database,
  resourceIds: readonly string[],
): Promise<LibraryVersionBrief[]> {
  if (resourceIds.length === 0) return [];
  const rows = await database.query<{
    resource_id: string;
    version: string;
    enable_flag: bigint | number | boolean;
    sha256: string | null;
    protected_by: string | null;
    fault: string | null;
  }>(
    sql`SELECT v.resource_id, v.version, v.enable_flag, s.sha256, s.protected_by, b.fault FROM ${rawSql(VERSIONS)} v
      LEFT JOIN er_library_version s ON s.resource_id = v.resource_id AND s.version = v.version
      LEFT JOIN er_blob b ON b.sha256 = s.sha256
      WHERE v.resource_id IN (${joinSql([...resourceIds])})`,
  );
  return rows.map((row) => ({
    resourceId: row.resource_id,
    number: versionNumber(row.version) ?? 0,
    version: row.version,
    sha256: row.sha256,
    enabled: Number(row.enable_flag) === 1,
    fault: row.fault,
    protected: row.protected_by,
  }));
}

/** One version, deleted or not; null when there is none. */
export async function findVersionRow(
  database: Database,
  resourceId: string,
  version: string,
  on?: Queryable,
): Promise<LibraryVersionRow | null> {
  const [row] = await findWhere(database, sql`resource_id = ${resourceId} AND version = ${version}`, on);
  return row ?? null;
}

/** Name of the highest version of a resource in Linkis' table; null when there is none. */
export async function findHighest(
  database: Database,
  resourceId: string,
  { enabledOnly, on }: { enabledOnly: boolean; on?: Queryable },
): Promise<string | null> {
  // In a transaction the newest rows, not those of its beginning: Linkis may write, too.
  const lock = on ? database.dialect.forUpdate : sql``;
  const rows = await database.query<{ version: string }>(
    sql`SELECT version FROM ${rawSql(VERSIONS)} WHERE resource_id = ${resourceId} AND version LIKE 'v%'
        ${enabledOnly ? sql`AND enable_flag = 1` : sql``}
      ORDER BY LENGTH(version) DESC, version DESC LIMIT 1 ${lock}`,
    on,
  );
  return rows[0]?.version ?? null;
}

/** A version to be written to both tables. */
export interface VersionWrite {
  resourceId: string;
  number: number;
  version: string;
  sha256: string;
  md5: string;
  sizeBytes: number;
  contentSha256: string | null;
  fileName: string | null;
  note: string | null;
  clientIp: string;
  createdBy: string;
}

/** Writes a version. @throws unique violation when Linkis has given the number in the meantime */
export async function insertVersion(database: Database, on: Queryable, write: VersionWrite, now: Date): Promise<void> {
  const { resourceId, number, version, sha256, sizeBytes } = write;
  const time = database.dialect.timeValue(database.toColumnTime(now));
  await database.execute(
    sql`INSERT INTO ${rawSql(VERSIONS)} (resource_id, file_md5, version, size, start_byte, end_byte, resource, start_time, end_time, client_ip, enable_flag)
      VALUES (${resourceId}, ${write.md5}, ${version}, ${sizeBytes}, 1, ${sizeBytes}, ${`blob:sha256/${sha256}`}, ${time}, ${time}, ${cutText(write.clientIp, 200)}, 1)`,
    on,
  );
  await on.libraryVersionState.create({
    data: {
      resourceId,
      number,
      version,
      sha256,
      size: sizeBytes,
      contentSha256: write.contentSha256,
      fileName: write.fileName && cutText(write.fileName, 255),
      note: write.note && cutText(write.note, LONGEST_NOTE),
      createdBy: cutText(write.createdBy, 128),
      createdTime: wholeSeconds(now),
    },
  });
}

/** Makes rows of ours for versions that Linkis made, so that they can be protected and deleted; others keep theirs. */
export async function ensureVersionStates(
  database: Database,
  on: Queryable,
  versions: readonly LibraryVersionRow[],
): Promise<void> {
  for (const { resourceId, number, version, sizeBytes, createdTime } of versions)
    await database.execute(
      sql`${database.dialect.insertIgnoring('er_library_version')} (resource_id, number, version, size, created_by, created_time)
        VALUES (${resourceId}, ${number}, ${version}, ${sizeBytes}, '', ${wholeSeconds(createdTime)}) ${database.dialect.ignoring}`,
      on,
    );
}

/** Switches Linkis' rows of versions off or on. */
export async function setVersionsEnabled(
  database: Database,
  on: Queryable,
  resourceId: string,
  versions: readonly string[],
  enabled: boolean,
): Promise<void> {
  if (versions.length === 0) return;
  await database.execute(
    sql`UPDATE ${rawSql(VERSIONS)} SET enable_flag = ${enabled ? 1 : 0}
      WHERE resource_id = ${resourceId} AND version IN (${joinSql([...versions])})`,
    on,
  );
}

/** Notes who deleted a version; null takes it back. */
export async function setVersionDeletion(
  on: Queryable,
  resourceId: string,
  number: number,
  deletion: Deletion | null,
): Promise<void> {
  await on.libraryVersionState.update({
    where: { resourceId_number: { resourceId, number } },
    data: {
      deletedBy: deletion && cutText(deletion.by, 128),
      deletedTime: deletion && wholeSeconds(deletion.time),
      purgeTime: deletion?.purgeTime ? wholeSeconds(deletion.purgeTime) : null,
    },
  });
}

/** Notes who protects a version; null takes it back. */
export async function setProtection(
  on: Queryable,
  resourceId: string,
  number: number,
  protection: { by: string; time: Date; note: string | null } | null,
): Promise<void> {
  await on.libraryVersionState.update({
    where: { resourceId_number: { resourceId, number } },
    data: {
      protectedBy: protection && cutText(protection.by, 128),
      protectedTime: protection && wholeSeconds(protection.time),
      protectedNote: protection?.note ? cutText(protection.note, LONGEST_NOTE) : null,
    },
  });
}

/** Deleted versions that still have their bytes, of resources that live, the last deleted first. */
export async function findTrashedVersionRows(database: Database, limit: number): Promise<LibraryVersionRow[]> {
  const states = await database.guard(() =>
    database.client.libraryVersionState.findMany({
      where: { purgeTime: { not: null }, sha256: { not: null } },
      orderBy: [{ deletedTime: 'desc' }, { resourceId: 'asc' }, { number: 'desc' }],
      select: { resourceId: true, version: true },
      take: limit,
    }),
  );
  const rows = await findVersionRows(database, [...new Set(states.map(({ resourceId }) => resourceId))]);
  const known = new Map(rows.map((row) => [`${row.resourceId} ${row.version}`, row]));
  return states.flatMap(({ resourceId, version }) => known.get(`${resourceId} ${version}`) ?? []);
}
