import type { Database, Queryable } from '@/server/platform/db/database';
import { rawSql, sql } from '@/server/platform/db/dialect';
import { cutText } from '../rules/text';

const TASKS = 'linkis_ps_bml_resources_task';
const DOWNLOADS = 'linkis_ps_resources_download_history';

/** An operation as Linkis' journal keeps it. */
export interface TaskEntry {
  resourceId: string | null;
  /** Only for the operation that makes the version: the journal of an attached Linkis takes each once. */
  version: string | null;
  operation:
    | 'upload'
    | 'update'
    | 'deleteVersion'
    | 'deleteResource'
    | 'deleteResources'
    | 'rollbackVersion'
    | 'copyResource';
  submitUser: string;
  system: string | null;
  /** `host:port` of this process. */
  instance: string;
  clientIp: string;
  /** What was deleted or copied, in words. */
  extra: string | null;
}

/**
 * Whether the journal of a Linkis knows an operation on this version already, one that failed for example. It takes no
 * second one.
 */
async function isTaken(database: Database, on: Queryable, resourceId: string, version: string): Promise<boolean> {
  const rows = await database.query<{ id: number | bigint }>(
    sql`SELECT id FROM ${rawSql(TASKS)} WHERE resource_id = ${resourceId} AND version = ${version}`,
    on,
  );
  return rows.length > 0;
}

/** Writes a successful operation down; returns its number. */
export async function insertTask(database: Database, on: Queryable, entry: TaskEntry, now: Date): Promise<number> {
  const { resourceId, version, operation, system } = entry;
  const time = database.dialect.timeValue(database.toColumnTime(now));
  const taken = resourceId !== null && version !== null && (await isTaken(database, on, resourceId, version));
  const extra = taken ? `version ${version}` : entry.extra;
  await database.execute(
    sql`INSERT INTO ${rawSql(TASKS)} (resource_id, version, operation, state, submit_user, ${rawSql(database.kind === 'mysql' ? '`system`' : 'system')}, instance, client_ip, extra_params, start_time, end_time, last_update_time)
      VALUES (${resourceId}, ${taken ? null : version}, ${operation}, 'success', ${cutText(entry.submitUser, 128)}, ${system && cutText(system, 20)}, ${cutText(entry.instance, 128)}, ${cutText(entry.clientIp, 50)}, ${extra && cutText(extra, 16_000)}, ${time}, ${time}, ${time})`,
    on,
  );
  const rows = await database.query<{ id: number | bigint | null }>(
    sql`SELECT MAX(id) AS id FROM ${rawSql(TASKS)} WHERE ${resourceId === null ? sql`resource_id IS NULL` : sql`resource_id = ${resourceId}`}`,
    on,
  );
  return Number(rows[0]?.id ?? 0);
}

/** A file that was fetched, or was not. */
export interface DownloadEntry {
  resourceId: string;
  version: string;
  downloader: string;
  clientIp: string;
  startTime: Date;
  endTime: Date;
  complete: boolean;
}

/** Writes a download down. */
export async function insertDownload(database: Database, entry: DownloadEntry): Promise<void> {
  const time = (instant: Date) => database.dialect.timeValue(database.toColumnTime(instant));
  await database.execute(
    sql`INSERT INTO ${rawSql(DOWNLOADS)} (start_time, end_time, client_ip, state, resource_id, version, downloader)
      VALUES (${time(entry.startTime)}, ${time(entry.endTime)}, ${cutText(entry.clientIp, 200)}, ${entry.complete ? 0 : 1}, ${entry.resourceId}, ${entry.version}, ${cutText(entry.downloader, 50)})`,
  );
}
