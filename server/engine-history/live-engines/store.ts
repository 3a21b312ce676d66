import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';

const RECORDS = 'linkis_cg_ec_resource_info_record';

/** A live engine with its newest history row, as the database holds them; times as column texts. */
export interface LiveEngineRow {
  id: number;
  instance: string;
  name: string | null;
  owner: string | null;
  mark: string | null;
  identifier: string | null;
  ticketId: string | null;
  mapping_host: string | null;
  mapping_ports: string | null;
  update_time: string | null;
  create_time: string | null;
  updator: string | null;
  creator: string | null;
  params: string | null;
  instance_status: number | null;
  heartbeat_msg: string | null;
  label_value: string;
  used_resource: string | null;
  ecm_instance: string | null;
}

/** What narrows the list of live engines. */
export interface LiveEngineFilter {
  creators: string[] | null;
  instances: string[] | null;
  /** NodeStatus numbers. */
  statuses: number[] | null;
}

/** Live engines that have a heartbeat and a history row, by id. */
export function findLiveEngines(database: Database, filter: LiveEngineFilter): Promise<LiveEngineRow[]> {
  const { dialect } = database;
  const conditions: Sql[] = [sql`n.name = ${'linkis-cg-engineconn'}`];
  if (filter.creators) conditions.push(sql`n.creator IN (${joinSql(filter.creators)})`);
  if (filter.instances) conditions.push(sql`n.instance IN (${joinSql(filter.instances)})`);
  if (filter.statuses) conditions.push(sql`m.instance_status IN (${joinSql(filter.statuses)})`);
  const ticket = rawSql(database.kind === 'postgresql' ? 'n."ticketId" AS "ticketId"' : 'n.ticketId AS ticketId');
  return database.query<LiveEngineRow>(sql`
    SELECT n.id, n.instance, n.name, n.owner, n.mark, n.identifier, ${ticket}, n.mapping_host, n.mapping_ports,
      ${dialect.timeText('n.update_time')} AS update_time, ${dialect.timeText('n.create_time')} AS create_time, n.updator, n.creator, n.params,
      m.instance_status, m.heartbeat_msg, r.label_value, r.used_resource, r.ecm_instance
    FROM linkis_cg_manager_service_instance AS n
    JOIN linkis_cg_manager_service_instance_metrics AS m ON m.instance = n.instance
    JOIN ${rawSql(RECORDS)} AS r ON r.id = (SELECT MAX(x.id) FROM ${rawSql(RECORDS)} AS x WHERE x.service_instance = n.instance)
    WHERE ${joinSql(conditions, ' AND ')} ORDER BY n.id LIMIT 5000`);
}

/** Engine managers that carry a label of the cluster kind: they serve a cluster other than their own. */
export async function findCrossClusterManagers(database: Database): Promise<Set<string>> {
  const rows = await database.query<{ service_instance: string }>(sql`
    SELECT li.service_instance FROM linkis_cg_manager_label_service_instance AS li
    JOIN linkis_cg_manager_label AS l ON l.id = li.label_id WHERE l.label_key = ${'yarnCluster'} AND li.service_instance IS NOT NULL`);
  return new Set(rows.map((row) => row.service_instance));
}
