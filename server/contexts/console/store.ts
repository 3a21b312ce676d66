import type { ContextTimeField } from '@/contracts/contexts';
import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { type ContextRow, contextColumns, toContextRow } from '../ids/store';
import type { Position } from '../rules/paging';
import { TIME_BOUND_NAMES, TIME_BOUNDS, type TimeRange } from '../rules/time-range';

/** What narrows the list of contexts; times as column texts. */
export interface ListFilter {
  range: TimeRange;
  user?: string;
  application?: string;
  id?: number;
  hasValues?: boolean;
}

const TIME_COLUMNS: Record<ContextTimeField, string> = {
  createTime: 'create_time',
  updateTime: 'update_time',
  accessTime: 'access_time',
};

function conditionsOf(database: Database, { range, user, application, id, hasValues }: ListFilter): Sql[] {
  const { dialect } = database;
  const conditions = TIME_BOUND_NAMES.flatMap((name) => {
    const text = range[name];
    const [column, comparison] = TIME_BOUNDS[name];
    return text === undefined ? [] : [sql`c.${rawSql(`${column} ${comparison}`)} ${dialect.timeValue(text)}`];
  });
  if (user !== undefined) conditions.push(sql`c.${dialect.quoted('user')} = ${user}`);
  if (application !== undefined) conditions.push(sql`c.application = ${application}`);
  if (id !== undefined) conditions.push(sql`c.id = ${id}`);
  if (hasValues !== undefined)
    conditions.push(
      sql`${rawSql(hasValues ? 'EXISTS' : 'NOT EXISTS')} (SELECT 1 FROM linkis_ps_cs_context_map AS m WHERE m.context_id = c.id)`,
    );
  return conditions;
}

const all = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`1 = 1` : joinSql([...conditions], ' AND ');

/**
 * The table, by the index of the order when nothing else narrows: a planner that is left alone sorts all of it for one
 * page. With other filters it knows better which of them finds few.
 */
function orderedTable(database: Database, { range, user, application, id }: ListFilter, sort: ContextTimeField): Sql {
  const table = 'linkis_ps_cs_context_id AS c';
  const others = TIME_BOUND_NAMES.some((name) => range[name] !== undefined && !name.startsWith(sort));
  const narrowed = others || [user, application, id].some((value) => value !== undefined);
  return narrowed ? rawSql(table) : database.dialect.byIndex(table, `er_context_${TIME_COLUMNS[sort]}`);
}

/** What a page of contexts is cut from. */
export interface ListRequest {
  filter: ListFilter;
  sort: ContextTimeField;
  order: 'asc' | 'desc';
  size: number;
  after: Position | null;
}

/** Up to `size` contexts in order, those behind a position when one is given. */
export async function findContextPage(database: Database, request: ListRequest): Promise<ContextRow[]> {
  const { filter, sort, order, size, after } = request;
  const column = rawSql(`c.${TIME_COLUMNS[sort]}`);
  const direction = rawSql(order === 'asc' ? 'ASC' : 'DESC');
  const conditions = conditionsOf(database, filter);
  if (after) {
    const time = database.dialect.timeValue(after.time);
    const [atOrBehind, behind] = order === 'asc' ? ['>=', '>'] : ['<=', '<'];
    conditions.push(sql`${column} ${rawSql(atOrBehind as string)} ${time}`);
    conditions.push(
      sql`(${column} ${rawSql(behind as string)} ${time} OR c.id ${rawSql(behind as string)} ${after.id})`,
    );
  }
  const rows = await database.query<Parameters<typeof toContextRow>[0]>(
    sql`SELECT ${contextColumns(database)} FROM ${orderedTable(database, filter, sort)} WHERE ${all(conditions)}
      ORDER BY ${column} ${direction}, c.id ${direction} LIMIT ${size}`,
  );
  return rows.map(toContextRow);
}

async function count(database: Database, rows: Sql, bound: number): Promise<number> {
  const [row] = await database.scan<{ n: number | bigint }>(
    sql`SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM ${rows} LIMIT ${bound}) AS bounded`,
  );
  return Number(row?.n ?? 0);
}

/** How many contexts a filter finds, counted no further than the bound. */
export function countContexts(database: Database, filter: ListFilter, bound: number): Promise<number> {
  return count(database, sql`linkis_ps_cs_context_id AS c WHERE ${all(conditionsOf(database, filter))}`, bound);
}

/** How many values contexts have. */
export async function countValues(database: Database, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const rows = await database.scan<{ context_id: number | bigint; n: number | bigint }>(
    sql`SELECT context_id, COUNT(*) AS n FROM linkis_ps_cs_context_map WHERE context_id IN (${joinSql([...ids])}) GROUP BY context_id`,
  );
  return new Map(rows.map((row) => [Number(row.context_id), Number(row.n)]));
}

/** How many histories a context has, and listeners, its own and those of its values. */
export async function countBelongings(
  database: Database,
  id: number,
): Promise<{ histories: number; listeners: number }> {
  const [row] = await database.scan<Record<'histories' | 'own' | 'of_values', number | bigint>>(
    sql`SELECT (SELECT COUNT(*) FROM linkis_ps_cs_context_history WHERE context_id = ${id}) AS histories,
      (SELECT COUNT(*) FROM linkis_ps_cs_context_listener WHERE context_id = ${id}) AS own,
      (SELECT COUNT(*) FROM linkis_ps_cs_context_map AS m JOIN linkis_ps_cs_context_map_listener AS l ON l.key_id = m.id WHERE m.context_id = ${id}) AS of_values`,
  );
  return { histories: Number(row?.histories ?? 0), listeners: Number(row?.own ?? 0) + Number(row?.of_values ?? 0) };
}

/** A value as lists show it; times as column texts. */
export interface ListedValue {
  id: number;
  key: string;
  contextType: string | null;
  contextScope: string | null;
  sizeBytes: number;
  keywords: string | null;
  createTime: string;
  updateTime: string;
  accessTime: string;
  /** As much of the text as was asked for. */
  text: string | null;
}

/** Which values of a context are listed. */
export interface ValueListFilter {
  contextId: number;
  id?: number;
  contextType?: string;
  /** Part of the key or the keywords. */
  search?: string;
}

function valueConditions(database: Database, { contextId, id, contextType, search }: ValueListFilter): Sql[] {
  const { quoted, contains } = database.dialect;
  const conditions = [sql`m.context_id = ${contextId}`];
  if (id !== undefined) conditions.push(sql`m.id = ${id}`);
  if (contextType !== undefined) conditions.push(sql`m.context_type = ${contextType}`);
  if (search !== undefined)
    conditions.push(sql`(${contains(`m.${quoted('key').sql}`, search)} OR ${contains('m.keywords', search)})`);
  return conditions;
}

/** Condition: the id, in this column, lies behind a position. */
function behindId(column: string, after: Position | null): Sql[] {
  if (!after) return [];
  return [sql`${rawSql(`${column} ${after.direction === 'previous' ? '<' : '>'}`)} ${after.id}`];
}

function idOrder(after: Position | null): Sql {
  return rawSql(after?.direction === 'previous' ? 'DESC' : 'ASC');
}

/** Up to `size` values of a context by id, with the beginnings of their texts. */
export async function findValuePage(
  database: Database,
  filter: ValueListFilter,
  { after, size, characters }: { after: Position | null; size: number; characters: number },
): Promise<ListedValue[]> {
  const { quoted, timeText } = database.dialect;
  const value = sql`m.${quoted('value')}`;
  const times = ['create_time', 'update_time', 'access_time'].map(
    (column) => sql`${timeText(`m.${column}`)} AS ${rawSql(column)}`,
  );
  const rows = await database.query<{
    id: number | bigint;
    name: string | null;
    context_type: string | null;
    context_scope: string | null;
    keywords: string | null;
    bytes: number | bigint | null;
    text: string | null;
    create_time: string;
    update_time: string;
    access_time: string;
  }>(
    sql`SELECT m.id, m.${quoted('key')} AS name, m.context_type, m.context_scope, m.keywords, OCTET_LENGTH(${value}) AS bytes,
      SUBSTR(${value}, 1, ${rawSql(String(characters))}) AS text, ${joinSql(times)}
      FROM linkis_ps_cs_context_map AS m WHERE ${all([...valueConditions(database, filter), ...behindId('m.id', after)])}
      ORDER BY m.id ${idOrder(after)} LIMIT ${size}`,
  );
  return rows.map((row) => ({
    id: Number(row.id),
    key: row.name ?? '',
    contextType: row.context_type,
    contextScope: row.context_scope,
    sizeBytes: Number(row.bytes ?? 0),
    keywords: row.keywords,
    text: row.text,
    createTime: row.create_time,
    updateTime: row.update_time,
    accessTime: row.access_time,
  }));
}

/** How many values a filter finds, counted no further than the bound. */
export function countListedValues(database: Database, filter: ValueListFilter, bound: number): Promise<number> {
  return count(database, sql`linkis_ps_cs_context_map AS m WHERE ${all(valueConditions(database, filter))}`, bound);
}

/** A history as lists show it; times as column texts. */
export interface ListedHistory {
  id: number;
  source: string | null;
  contextType: string | null;
  text: string | null;
  createTime: string;
  updateTime: string;
}

/** Up to `size` histories of a context by id, with the beginnings of their texts. */
export async function findHistoryPage(
  database: Database,
  contextId: number,
  { after, size, characters }: { after: Position | null; size: number; characters: number },
): Promise<ListedHistory[]> {
  const { timeText } = database.dialect;
  const rows = await database.query<{
    id: number | bigint;
    source: string | null;
    context_type: string | null;
    text: string | null;
    create_time: string;
    update_time: string;
  }>(
    sql`SELECT h.id, h.source, h.context_type, SUBSTR(h.history_json, 1, ${rawSql(String(characters))}) AS text,
      ${timeText('h.create_time')} AS create_time, ${timeText('h.update_time')} AS update_time
      FROM linkis_ps_cs_context_history AS h WHERE ${all([sql`h.context_id = ${contextId}`, ...behindId('h.id', after)])}
      ORDER BY h.id ${idOrder(after)} LIMIT ${size}`,
  );
  return rows.map((row) => ({
    id: Number(row.id),
    source: row.source,
    contextType: row.context_type,
    text: row.text,
    createTime: row.create_time,
    updateTime: row.update_time,
  }));
}

/** How many histories a context has, counted no further than the bound. */
export function countHistories(database: Database, contextId: number, bound: number): Promise<number> {
  return count(database, sql`linkis_ps_cs_context_history WHERE context_id = ${contextId}`, bound);
}

/** A listener of a context, or of one of its values, whose key is given then. */
export interface ListedListener {
  id: number;
  kind: 'context' | 'value';
  source: string | null;
  key: string | null;
  createTime: string;
}

/** Listeners of a context, then those of its values, by id; up to `size` of all. */
export async function findListeners(database: Database, contextId: number, size: number): Promise<ListedListener[]> {
  const { quoted, timeText } = database.dialect;
  type Raw = { id: number | bigint; listener_source: string | null; name: string | null; create_time: string };
  const own = await database.query<Raw>(
    sql`SELECT l.id, l.listener_source, NULL AS name, ${timeText('l.create_time')} AS create_time
      FROM linkis_ps_cs_context_listener AS l WHERE l.context_id = ${contextId} ORDER BY l.id LIMIT ${size}`,
  );
  const ofValues = await database.query<Raw>(
    sql`SELECT l.id, l.listener_source, m.${quoted('key')} AS name, ${timeText('l.create_time')} AS create_time
      FROM linkis_ps_cs_context_map AS m JOIN linkis_ps_cs_context_map_listener AS l ON l.key_id = m.id
      WHERE m.context_id = ${contextId} ORDER BY l.id LIMIT ${size}`,
  );
  const toListener = (kind: ListedListener['kind']) => (row: Raw) => ({
    id: Number(row.id),
    kind,
    source: row.listener_source,
    key: row.name,
    createTime: row.create_time,
  });
  return [...own.map(toListener('context')), ...ofValues.map(toListener('value'))].slice(0, size);
}

/** How many programs listen to a value. */
export async function countValueListeners(database: Database, valueId: number): Promise<number> {
  const [row] = await database.query<{ n: number | bigint }>(
    sql`SELECT COUNT(*) AS n FROM linkis_ps_cs_context_map_listener WHERE key_id = ${valueId}`,
  );
  return Number(row?.n ?? 0);
}
