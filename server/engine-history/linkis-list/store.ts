import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import type { RecordRow } from '../search/store';

const TABLE = 'linkis_cg_ec_resource_info_record';

/** Filter of Linkis' history list; every text is compared whole. Bounds are column texts, both included. */
export interface LinkisListFilter {
  instance: string | null;
  user: string | null;
  engineType: string | null;
  status: string | null;
  from: string;
  to: string;
}

function conditionsOf(database: Database, filter: LinkisListFilter): Sql[] {
  const { dialect } = database;
  const conditions = [
    sql`create_time >= ${dialect.timeValue(filter.from)}`,
    sql`create_time <= ${dialect.timeValue(filter.to)}`,
  ];
  if (filter.instance !== null) conditions.push(sql`service_instance = ${filter.instance}`);
  if (filter.user !== null) conditions.push(sql`create_user = ${filter.user}`);
  if (filter.engineType !== null) conditions.push(sql`engine_type = ${filter.engineType}`);
  if (filter.status !== null) conditions.push(sql`status = ${filter.status}`);
  return conditions;
}

/** The index that serves the filter: of the value that is likely to leave least, or else of the time. */
function indexOf(filter: LinkisListFilter): string {
  if (filter.instance !== null) return 'er_record_instance';
  if (filter.user !== null) return 'er_record_user';
  if (filter.engineType !== null) return 'er_record_engine_type';
  return filter.status !== null ? 'er_record_status' : 'er_record_create_time';
}

/** How many rows the filter finds. */
export async function countLinkisList(database: Database, filter: LinkisListFilter): Promise<number> {
  const table = database.dialect.byIndex(TABLE, indexOf(filter));
  const rows = await database.scan<{ n: bigint | number }>(
    sql`SELECT COUNT(*) AS n FROM ${table} WHERE ${joinSql(conditionsOf(database, filter), ' AND ')}`,
  );
  return Number(rows[0]?.n ?? 0);
}

/**
 * Rows by their place in the list, newest first. The old protocol knows only page numbers, so places must be counted
 * off; that is done in the index alone and from the nearer end.
 * @param total how many rows the filter finds
 */
export async function findLinkisPage(
  database: Database,
  filter: LinkisListFilter,
  offset: number,
  size: number,
  total: number,
): Promise<RecordRow[]> {
  const { dialect } = database;
  const wanted = Math.max(0, Math.min(size, total - offset));
  if (wanted === 0) return [];
  const fromEnd = offset > total / 2;
  const direction = rawSql(fromEnd ? 'ASC' : 'DESC');
  const skip = fromEnd ? total - offset - wanted : offset;
  const keys = sql`SELECT id FROM ${dialect.byIndex(TABLE, indexOf(filter))} WHERE ${joinSql(conditionsOf(database, filter), ' AND ')}
    ORDER BY create_time ${direction}, id ${direction} LIMIT ${wanted} OFFSET ${skip}`;
  const time = (column: string) => sql`${dialect.timeText(`r.${column}`)} AS ${rawSql(column)}`;
  return database.scan<RecordRow>(sql`SELECT r.id, r.label_value, r.create_user, r.service_instance, r.ecm_instance, r.ticket_id, r.status, r.request_times,
      r.request_resource, r.used_times, r.used_resource, r.release_times, r.released_resource, r.engine_type, r.engine_version, r.creator, r.log_dir_suffix,
      ${time('create_time')}, ${time('used_time')}, ${time('release_time')}
    FROM (${keys}) AS page JOIN ${rawSql(TABLE)} AS r ON r.id = page.id ORDER BY r.create_time DESC, r.id DESC`);
}
