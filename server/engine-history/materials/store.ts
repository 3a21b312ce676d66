import { COMPLETED_STATUSES, ENGINE_STATUSES } from '@/contracts/engine-history';
import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, sql } from '@/server/platform/db/dialect';

const RECORDS = 'linkis_cg_ec_resource_info_record';
const LIVE_STATUSES = ENGINE_STATUSES.filter((status) => !COMPLETED_STATUSES.some((completed) => completed === status));
/** Most engines that are looked at; more of one engine version hardly run at once. */
const MOST_ENGINES = 10_000;
const CHUNK = 500;

/** A material version that an engine started with. */
export interface StartedWith {
  fileName: string;
  resourceId: string;
  materialVersion: string;
}

/** An engine that runs, and what it said that it started with; empty when it did not say. */
export interface RunningEngine {
  ticketId: string;
  user: string;
  instance: string | null;
  materials: StartedWith[];
}

/** Keeps what engines started with. What is known of an engine's resource stays: it starts with one version. */
export async function insertMaterials(
  database: Database,
  on: Queryable,
  rows: readonly (StartedWith & { ticketId: string })[],
): Promise<void> {
  const { insertIgnoring, ignoring } = database.dialect;
  for (let start = 0; start < rows.length; start += CHUNK) {
    const values = rows
      .slice(start, start + CHUNK)
      .map((row) => sql`(${row.ticketId}, ${row.resourceId}, ${row.fileName}, ${row.materialVersion})`);
    await database.execute(
      sql`${insertIgnoring('er_engine_material')} (ticket_id, resource_id, file_name, material_version) VALUES ${joinSql(values)} ${ignoring}`,
      on,
    );
  }
}

interface MaterialRow {
  ticket_id: string;
  file_name: string;
  resource_id: string;
  material_version: string;
}

/** What engines started with, by ticket; file names in order. */
export async function findMaterialsOf(
  database: Database,
  tickets: readonly string[],
): Promise<Map<string, StartedWith[]>> {
  const found = new Map<string, StartedWith[]>();
  for (let start = 0; start < tickets.length; start += CHUNK) {
    const some = tickets.slice(start, start + CHUNK);
    const rows = await database.query<MaterialRow>(
      sql`SELECT ticket_id, file_name, resource_id, material_version FROM er_engine_material WHERE ticket_id IN (${joinSql(some)}) ORDER BY file_name, resource_id`,
    );
    for (const row of rows) {
      const material = { fileName: row.file_name, resourceId: row.resource_id, materialVersion: row.material_version };
      const known = found.get(row.ticket_id);
      if (known) known.push(material);
      else found.set(row.ticket_id, [material]);
    }
  }
  return found;
}

/** Engines of a type and of one of these versions whose record says that they run, newest first. */
export async function findRunning(
  database: Database,
  engineType: string,
  engineVersions: readonly string[],
): Promise<RunningEngine[]> {
  const rows = await database.query<{ ticket_id: string; create_user: string; service_instance: string | null }>(
    // Few engines run at a time, whatever the history holds: the index of statuses finds them.
    sql`SELECT ticket_id, create_user, service_instance FROM ${database.dialect.byIndex(RECORDS, 'er_record_status')}
      WHERE status IN (${joinSql(LIVE_STATUSES)}) AND engine_type = ${engineType} AND engine_version IN (${joinSql([...engineVersions])})
      ORDER BY id DESC LIMIT ${MOST_ENGINES}`,
  );
  const materials = await findMaterialsOf(
    database,
    rows.map(({ ticket_id }) => ticket_id),
  );
  return rows.map(({ ticket_id, create_user, service_instance }) => ({
    ticketId: ticket_id,
    user: create_user,
    instance: service_instance,
    materials: materials.get(ticket_id) ?? [],
  }));
}

/** Forgets what an engine started with. */
export async function deleteMaterialsOf(database: Database, on: Queryable, ticketId: string): Promise<void> {
  await database.execute(sql`DELETE FROM ${rawSql('er_engine_material')} WHERE ticket_id = ${ticketId}`, on);
}
