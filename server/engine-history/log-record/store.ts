import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';

const TABLE = 'linkis_cg_ec_resource_info_record';

/** What of a record says where its logs are and whose they are. */
export interface LogRecordRow {
  ticket_id: string;
  create_user: string;
  service_instance: string | null;
  ecm_instance: string | null;
  status: string | null;
  log_dir_suffix: string | null;
}

/** How a program names the engine whose log it wants. */
export interface EngineName {
  ticketId: string | null;
  /** `host:port`, which one engine after the other may have had. */
  instance: string | null;
  /** Directories below a log root, one of which must be the record's; null when any will do. */
  suffixes: readonly string[] | null;
}

/** The newest record that has the name; null when there is none. */
export async function findLogRecord(database: Database, name: EngineName): Promise<LogRecordRow | null> {
  const conditions: Sql[] = [];
  if (name.ticketId !== null) conditions.push(sql`ticket_id = ${name.ticketId}`);
  if (name.instance !== null) conditions.push(sql`service_instance = ${name.instance}`);
  // Without either there is no index to find it by.
  if (conditions.length === 0) return null;
  if (name.suffixes !== null) {
    if (name.suffixes.length === 0) return null;
    conditions.push(sql`log_dir_suffix IN (${joinSql([...name.suffixes])})`);
  }
  const rows =
    await database.query<LogRecordRow>(sql`SELECT ticket_id, create_user, service_instance, ecm_instance, status, log_dir_suffix
    FROM ${rawSql(TABLE)} WHERE ${joinSql(conditions, ' AND ')} ORDER BY create_time DESC, id DESC LIMIT 1`);
  return rows[0] ?? null;
}
