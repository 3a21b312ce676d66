import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, sql } from '@/server/platform/db/dialect';
import type { SentHistory } from '../rules/history';

const HISTORIES = rawSql('linkis_ps_cs_context_history');

/** Adds a history to a context. */
export async function insertHistory(
  database: Database,
  on: Queryable,
  contextId: number,
  { source, contextType, json }: SentHistory,
  now: Date,
): Promise<void> {
  const time = database.dialect.timeValue(database.toColumnTime(now));
  await database.execute(
    sql`INSERT INTO ${HISTORIES} (context_id, source, context_type, history_json, update_time, create_time, access_time)
      VALUES (${contextId}, ${source}, ${contextType}, ${json}, ${time}, ${time}, ${time})`,
    on,
  );
}

/** Removes the histories of a source. */
export async function deleteHistories(
  database: Database,
  on: Queryable,
  contextId: number,
  source: string,
): Promise<number> {
  return database.execute(sql`DELETE FROM ${HISTORIES} WHERE context_id = ${contextId} AND source = ${source}`, on);
}

/** Most histories that one answer gives. */
const MOST = 10_000;

/** Histories of a context as they were sent, by id; of a source, or with one of several keywords. */
export async function findHistoryTexts(
  database: Database,
  contextId: number,
  { source, keywords }: { source?: string; keywords?: readonly string[] } = {},
): Promise<string[]> {
  const conditions = [sql`context_id = ${contextId}`, sql`history_json IS NOT NULL`];
  if (source !== undefined) conditions.push(sql`source = ${source}`);
  if (keywords !== undefined) conditions.push(sql`keyword IN (${joinSql([...keywords])})`);
  const rows = await database.query<{ history_json: string }>(
    sql`SELECT history_json FROM ${HISTORIES} WHERE ${joinSql(conditions, ' AND ')} ORDER BY id LIMIT ${MOST}`,
  );
  return rows.map((row) => row.history_json);
}
