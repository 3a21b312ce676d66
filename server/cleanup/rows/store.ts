import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import type { RowTree, TreeChild, TreeColumn } from '@/server/platform/db/row-tree';
import type { FrozenRule } from '../rules/frozen-rule';

/** Protections of a subject, by what they name. */
export interface ProtectedNames {
  users: readonly string[];
  applications: readonly string[];
  ids: readonly number[];
}

/** How a frozen row stands now. */
export type Verdict = 'doomed' | 'touched' | 'changed' | 'protected' | 'gone';

/** The name of a column, which may be a word of SQL. */
export function quoted(database: Database, name: string): Sql {
  return rawSql(database.kind === 'mysql' ? `\`${name}\`` : `"${name}"`);
}

/**
 * Condition: the column holds one of these ids. One bound value where the database can take a list apart, so that
 * statements are alike whatever the number of ids; the ids are whole numbers, which the caller answers for.
 */
export function idIn(database: Database, column: Sql, ids: readonly number[]): Sql {
  if (database.kind === 'sqlite') return sql`${column} IN (SELECT value FROM json_each(${`[${ids.join(',')}]`}))`;
  if (database.kind === 'postgresql') return sql`${column} = ANY(CAST(${`{${ids.join(',')}}`} AS integer[]))`;
  return ids.length === 0 ? sql`1 = 0` : sql`${column} IN (${rawSql(ids.join(','))})`;
}

function anyOf(conditions: Sql[]): Sql {
  return conditions.length === 0 ? sql`1 = 0` : sql`(${joinSql(conditions, ' OR ')})`;
}

function nameIn(column: Sql, names: readonly string[]): Sql {
  return sql`(${column} IS NOT NULL AND ${column} IN (${joinSql([...names])}))`;
}

/** Condition: a row of the root table fits the rule. */
export function fitsRule(database: Database, tree: RowTree, rule: FrozenRule): Sql {
  const { dialect } = database;
  const conditions: Sql[] = [];
  if (rule.column !== null && rule.from !== null)
    conditions.push(sql`${quoted(database, rule.column)} >= ${dialect.timeValue(rule.from)}`);
  if (rule.column !== null && rule.to !== null)
    conditions.push(sql`${quoted(database, rule.column)} <= ${dialect.timeValue(rule.to)}`);
  if (rule.users) conditions.push(nameIn(quoted(database, tree.user), rule.users));
  if (rule.applications) conditions.push(nameIn(quoted(database, tree.application), rule.applications));
  if (rule.ids) conditions.push(idIn(database, rawSql('id'), rule.ids));
  if (conditions.length === 0) throw new Error('A rule without a bound must not come this far.');
  return sql`(${joinSql(conditions, ' AND ')})`;
}

/** Condition: a protection names a row of the root table. */
export function isProtected(database: Database, tree: RowTree, { users, applications, ids }: ProtectedNames): Sql {
  const conditions: Sql[] = [];
  if (users.length > 0) conditions.push(nameIn(quoted(database, tree.user), users));
  if (applications.length > 0) conditions.push(nameIn(quoted(database, tree.application), applications));
  if (ids.length > 0) conditions.push(idIn(database, rawSql('id'), ids));
  return anyOf(conditions);
}

function reaches(database: Database, columns: readonly string[], from: string, prefix = ''): Sql {
  const { dialect } = database;
  return anyOf(
    columns.map((column) => sql`${rawSql(prefix)}${quoted(database, column)} >= ${dialect.timeValue(from)}`),
  );
}

/** A child's table as `c`, with its parent's as `p` where that is a child too; the rows that belong to roots. */
function childRows(database: Database, tree: RowTree, child: TreeChild, ids: readonly number[]) {
  const owner = sql`c.${quoted(database, child.owner)}`;
  if (child.parent === tree.table)
    return { from: sql`${rawSql(child.table)} c`, where: idIn(database, owner, ids), root: owner };
  const parent = tree.children.find(({ table }) => table === child.parent);
  if (!parent || parent.parent !== tree.table)
    throw new Error(`${child.table}: its parent must be a child of the root.`);
  const root = sql`p.${quoted(database, parent.owner)}`;
  return {
    from: sql`${rawSql(parent.table)} p JOIN ${rawSql(child.table)} c ON ${owner} = p.id`,
    where: idIn(database, root, ids),
    root,
  };
}

/** Condition: a root fits the rule still, was not touched since the preview, and nothing protects it. */
function isDoomed(database: Database, tree: RowTree, rule: FrozenRule, names: ProtectedNames): Sql {
  const touched = reaches(database, tree.touchedTimes, rule.touchedFrom);
  return sql`${fitsRule(database, tree, rule)} AND NOT ${touched} AND NOT ${isProtected(database, tree, names)}`;
}

/**
 * How frozen rows stand now: whether they are there, fit their rule still, were touched since the preview (they or what
 * belongs to them), or are protected. Locks nothing: deleting looks again.
 */
export async function judgeRows(
  database: Database,
  tree: RowTree,
  rule: FrozenRule,
  names: ProtectedNames,
  ids: readonly number[],
): Promise<Map<number, Verdict>> {
  const rows = await database.scan<{ id: number; verdict: Verdict }>(
    sql`SELECT id, CASE WHEN ${isProtected(database, tree, names)} THEN 'protected'
        WHEN ${reaches(database, tree.touchedTimes, rule.touchedFrom)} THEN 'touched'
        WHEN ${fitsRule(database, tree, rule)} THEN 'doomed' ELSE 'changed' END AS verdict
      FROM ${rawSql(tree.table)} WHERE ${idIn(database, rawSql('id'), ids)}`,
  );
  const found = new Map(rows.map(({ id, verdict }) => [Number(id), verdict]));
  const verdicts = new Map<number, Verdict>(ids.map((id) => [id, found.get(id) ?? 'gone']));
  for (const child of tree.children) {
    const { from, where, root } = childRows(database, tree, child, ids);
    const touched = await database.scan<{ id: number }>(
      sql`SELECT DISTINCT ${root} AS id FROM ${from} WHERE ${where} AND ${reaches(database, child.writtenTimes, rule.touchedFrom, 'c.')}`,
    );
    for (const { id } of touched) if (verdicts.get(Number(id)) === 'doomed') verdicts.set(Number(id), 'touched');
  }
  return verdicts;
}

/** Rows of one table as lines of JSON: an array of the columns' values each. */
export interface TableLines {
  table: string;
  count: number;
  /** Without an end to the last line; empty when there is none. */
  lines: string;
}

function asJson(database: Database, columns: readonly TreeColumn[]): Sql {
  const values = columns.map(({ name, type }) => {
    const column = `c.${database.kind === 'mysql' ? `\`${name}\`` : `"${name}"`}`;
    return type === 'time' ? database.dialect.timeText(column) : rawSql(column);
  });
  const make = { sqlite: 'json_array', mysql: 'JSON_ARRAY', postgresql: 'json_build_array' }[database.kind];
  return sql`${rawSql(make)}(${joinSql(values)})`;
}

async function linesOf(
  database: Database,
  columns: readonly TreeColumn[],
  from: Sql,
  where: Sql,
): Promise<{ count: number; lines: string }> {
  const rows = sql`SELECT c.* FROM ${from} WHERE ${where} ORDER BY c.id`;
  if (database.kind === 'mysql') {
    const found = await database.query<{ line: string }>(
      sql`SELECT CAST(${asJson(database, columns)} AS CHAR) AS line FROM ${from} WHERE ${where} ORDER BY c.id`,
    );
    return { count: found.length, lines: found.map(({ line }) => line).join('\n') };
  }
  const joined =
    database.kind === 'sqlite'
      ? sql`group_concat(${asJson(database, columns)}, char(10))`
      : sql`string_agg(CAST(${asJson(database, columns)} AS text), chr(10) ORDER BY c.id)`;
  // In a thread on SQLite: while one batch is deleted, the next is read.
  const [row] = await database.scan<{ count: number | bigint; lines: string | null }>(
    sql`SELECT COUNT(*) AS count, ${joined} AS lines FROM (${rows}) c`,
  );
  return { count: Number(row?.count ?? 0), lines: row?.lines ?? '' };
}

/** Rows with all that belongs to them, as JSON that the database itself writes; the root's table first. */
export async function readTreeLines(database: Database, tree: RowTree, ids: readonly number[]): Promise<TableLines[]> {
  const root = await linesOf(database, tree.columns, sql`${rawSql(tree.table)} c`, idIn(database, rawSql('c.id'), ids));
  const tables: TableLines[] = [{ table: tree.table, ...root }];
  for (const child of tree.children) {
    const { from, where } = childRows(database, tree, child, ids);
    tables.push({ table: child.table, ...(await linesOf(database, child.columns, from, where)) });
  }
  return tables;
}

/** Bytes of the large values that belong to rows: what reading them would take. */
export async function measureLargeValues(database: Database, tree: RowTree, ids: readonly number[]): Promise<number> {
  let total = 0;
  for (const child of tree.children.filter(({ largeColumns }) => largeColumns.length > 0)) {
    const { from, where } = childRows(database, tree, child, ids);
    const sizes = child.largeColumns.map(
      (column) => sql`COALESCE(SUM(OCTET_LENGTH(c.${quoted(database, column)})), 0)`,
    );
    const [row] = await database.scan<{ bytes: number | bigint }>(
      sql`SELECT ${joinSql(sizes, ' + ')} AS bytes FROM ${from} WHERE ${where}`,
    );
    total += Number(row?.bytes ?? 0);
  }
  return total;
}

/** Deletes what belongs to roots, but for rows that were written since the preview. */
function deleteChildren(
  database: Database,
  tree: RowTree,
  child: TreeChild,
  rule: FrozenRule,
  ids: readonly number[],
): Sql {
  const table = rawSql(child.table);
  const { from, where } = childRows(database, tree, child, ids);
  const written = reaches(database, child.writtenTimes, rule.touchedFrom, 'c.');
  // MariaDB would read the whole table for an IN with a subquery.
  if (database.kind === 'mysql') return sql`DELETE c FROM ${from} WHERE ${where} AND NOT ${written}`;
  if (child.parent === tree.table) return sql`DELETE FROM ${table} AS c WHERE ${where} AND NOT ${written}`;
  return sql`DELETE FROM ${table} WHERE id IN (SELECT c.id FROM ${from} WHERE ${where} AND NOT ${written})`;
}

/** Whether rows belong to roots still. */
async function hasChildren(database: Database, tree: RowTree, ids: readonly number[], on: Queryable): Promise<boolean> {
  for (const child of tree.children) {
    const { from, where } = childRows(database, tree, child, ids);
    if ((await database.query(sql`SELECT c.id FROM ${from} WHERE ${where} LIMIT 1`, on)).length > 0) return true;
  }
  return false;
}

/**
 * Deletes roots with all that belongs to them, of which none may have been written since the preview: what was is left,
 * and shows in the result.
 * @returns how many rows of each table went; null when rows were left that belong to the roots
 */
export async function deleteTrees(
  database: Database,
  tree: RowTree,
  rule: FrozenRule,
  names: ProtectedNames,
  ids: readonly number[],
  on: Queryable,
): Promise<Map<string, number> | null> {
  const counts = new Map<string, number>();
  const own = idIn(database, rawSql('id'), ids);
  // Roots first, as writers lock them; SQLite lets one writer in at a time anyway.
  if (database.kind !== 'sqlite')
    await database.query(sql`SELECT id FROM ${rawSql(tree.table)} WHERE ${own} ORDER BY id FOR UPDATE`, on);
  for (const child of [...tree.children].reverse())
    counts.set(child.table, await database.execute(deleteChildren(database, tree, child, rule, ids), on));
  if (await hasChildren(database, tree, ids, on)) return null;
  const roots = sql`DELETE FROM ${rawSql(tree.table)} WHERE ${own} AND ${isDoomed(database, tree, rule, names)}`;
  counts.set(tree.table, await database.execute(roots, on));
  return counts;
}

/** Those of the values that a column of a table holds. */
export async function findPresent(
  database: Database,
  table: string,
  column: string,
  values: readonly number[],
  on: Queryable,
): Promise<Set<number>> {
  const name = quoted(database, column);
  const rows = await database.query<{ value: number }>(
    sql`SELECT DISTINCT ${name} AS value FROM ${rawSql(table)} WHERE ${idIn(database, name, values)}`,
    on,
  );
  return new Set(rows.map(({ value }) => Number(value)));
}

const MYSQL_TYPES = { integer: 'BIGINT', text: 'LONGTEXT', time: 'VARCHAR(19)' } as const;

/**
 * Puts rows back as lines of `readTreeLines` hold them, ids and all.
 * @throws when a key is taken
 */
export async function insertLines(
  database: Database,
  table: string,
  columns: readonly TreeColumn[],
  lines: readonly string[],
  on: Queryable,
): Promise<number> {
  const names = joinSql(columns.map(({ name }) => quoted(database, name)));
  const json = `[${lines.join(',')}]`;
  const into = sql`INSERT INTO ${rawSql(table)} (${names})`;
  if (database.kind === 'mysql') {
    const typed = columns.map(({ type }, index) => rawSql(`c${index} ${MYSQL_TYPES[type]} PATH '$[${index}]'`));
    return database.execute(
      sql`${into} SELECT ${joinSql(columns.map((_, index) => rawSql(`j.c${index}`)))}
        FROM JSON_TABLE(${json}, '$[*]' COLUMNS (${joinSql(typed)})) j`,
      on,
    );
  }
  const casts = { integer: 'bigint', text: 'text', time: 'timestamp' } as const;
  const values = columns.map(({ type }, index) =>
    rawSql(database.kind === 'sqlite' ? `value ->> ${index}` : `CAST(value ->> ${index} AS ${casts[type]})`),
  );
  const source = database.kind === 'sqlite' ? sql`json_each(${json})` : sql`json_array_elements(CAST(${json} AS json))`;
  return database.execute(sql`${into} SELECT ${joinSql(values)} FROM ${source}`, on);
}
