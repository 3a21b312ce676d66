import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';

const CONTEXTS = rawSql('linkis_ps_cs_context_id');

/** A row of the contexts; times as column texts. */
export interface ContextRow {
  id: number;
  user: string | null;
  application: string | null;
  source: string | null;
  expireType: string | null;
  expireTime: string | null;
  instance: string | null;
  backupInstance: string | null;
  updateTime: string;
  createTime: string;
  accessTime: string;
}

interface RawRow {
  id: number | bigint;
  owner: string | null;
  application: string | null;
  source: string | null;
  expire_type: string | null;
  expire_time: string | null;
  instance: string | null;
  backup_instance: string | null;
  update_time: string;
  create_time: string;
  access_time: string;
}

/** Columns of a context, of the table under the alias `c`. */
export function contextColumns(database: Database): Sql {
  const { quoted, timeText } = database.dialect;
  const times = ['expire_time', 'update_time', 'create_time', 'access_time'].map(
    (column) => sql`${timeText(`c.${column}`)} AS ${rawSql(column)}`,
  );
  return sql`c.id, c.${quoted('user')} AS owner, c.application, c.source, c.expire_type, c.instance, c.backup_instance, ${joinSql(times)}`;
}

/** A row as `contextColumns` reads it. */
export function toContextRow(row: RawRow): ContextRow {
  return {
    id: Number(row.id),
    user: row.owner,
    application: row.application,
    source: row.source,
    expireType: row.expire_type,
    expireTime: row.expire_time,
    instance: row.instance,
    backupInstance: row.backup_instance,
    updateTime: row.update_time,
    createTime: row.create_time,
    accessTime: row.access_time,
  };
}

/** A context by its number; null when there is none. @param on locks the row until this transaction ends */
export async function findContext(database: Database, id: number, on?: Queryable): Promise<ContextRow | null> {
  const lock = on ? database.dialect.forUpdate : rawSql('');
  const [row] = await database.query<RawRow>(
    sql`SELECT ${contextColumns(database)} FROM ${CONTEXTS} AS c WHERE c.id = ${id} ${lock}`,
    on,
  );
  return row ? toContextRow(row) : null;
}

/** A context to be made. */
export interface NewContext {
  /** Number to take; null for the next one. */
  id: number | null;
  user: string;
  source: string;
  instance: string;
  backupInstance: string;
}

/** Makes a context; all its times are now. @returns its number */
export async function insertContext(
  database: Database,
  on: Queryable,
  { id, user, source, instance, backupInstance }: NewContext,
  now: Date,
): Promise<number> {
  const { dialect } = database;
  const time = dialect.timeValue(database.toColumnTime(now));
  const [idColumn, idValue] = id === null ? [rawSql(''), rawSql('')] : [rawSql('id, '), sql`${id}, `];
  const insert = sql`INSERT INTO ${CONTEXTS} (${idColumn}${dialect.quoted('user')}, source, instance, backup_instance, update_time, create_time, access_time)
    VALUES (${idValue}${user}, ${source}, ${instance}, ${backupInstance}, ${time}, ${time}, ${time})`;
  if (database.kind === 'mysql') {
    await database.execute(insert, on);
    if (id !== null) return id;
    const [last] = await database.query<{ id: number | bigint }>(sql`SELECT LAST_INSERT_ID() AS id`, on);
    return Number(last?.id);
  }
  const [made] = await database.query<{ id: number | bigint }>(sql`${insert} RETURNING id`, on);
  return Number(made?.id);
}

/** The greatest number of a context; 0 when there is none. */
export async function greatestContextId(database: Database, on: Queryable): Promise<number> {
  const [row] = await database.query<{ greatest: number | bigint | null }>(
    sql`SELECT MAX(id) AS greatest FROM ${CONTEXTS}`,
    on,
  );
  return Number(row?.greatest ?? 0);
}

/** Changes whose a context is and which aliases name it; its update time is now. */
export async function updateContext(
  database: Database,
  on: Queryable,
  id: number,
  { user, instance, backupInstance }: { user: string | null; instance: string; backupInstance: string },
  now: Date,
): Promise<void> {
  const { dialect } = database;
  await database.execute(
    sql`UPDATE ${CONTEXTS} SET ${dialect.quoted('user')} = ${user}, instance = ${instance}, backup_instance = ${backupInstance},
      update_time = ${dialect.timeValue(database.toColumnTime(now))} WHERE id = ${id}`,
    on,
  );
}

/** Says that a value of a context has changed. */
export async function setUpdateTime(database: Database, on: Queryable, id: number, now: Date): Promise<void> {
  const time = database.dialect.timeValue(database.toColumnTime(now));
  await database.execute(sql`UPDATE ${CONTEXTS} SET update_time = ${time} WHERE id = ${id}`, on);
}

/** Says that values of a context are read now, unless that was said of the time after `before` already. */
export async function setAccessTime(database: Database, id: number, now: Date, before: Date): Promise<void> {
  const [time, bound] = [now, before].map((instant) => database.dialect.timeValue(database.toColumnTime(instant)));
  await database.execute(
    sql`UPDATE ${CONTEXTS} SET access_time = ${time} WHERE id = ${id} AND access_time <= ${bound}`,
  );
}
