import type { FixedRule, Group, Protections, SampleRow, SkippedRow, Target } from '@/server/cleanup/subject/service';
import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import { KEPT, type KeptLetter, TIME_COLUMNS } from './columns';

const CONTEXTS = 'linkis_ps_cs_context_id';
const TIME_FIELDS = { createTime: 'create_time', updateTime: 'update_time', accessTime: 'access_time' };

/**
 * What a transaction reads by. On SQLite it has the file to itself from its beginning, so that the connection for reading
 * sees the same, and gives rows without Prisma's detour.
 */
function reading(database: Database, on: Queryable): Queryable | undefined {
  return database.kind === 'sqlite' ? undefined : on;
}

/** A list of ids as text: thousands of bound values cost more than what they guard against, and these are numbers. */
function idList(ids: readonly number[]): Sql {
  if (!ids.every((id) => Number.isSafeInteger(id))) throw new Error('an id is not a number');
  return rawSql(`(${ids.length === 0 ? 'NULL' : ids.join(',')})`);
}

const all = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`1 = 1` : joinSql([...conditions], ' AND ');
const any = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`1 = 0` : sql`(${joinSql([...conditions], ' OR ')})`;

function timeOf(database: Database, instant: Date): Sql {
  return database.dialect.timeValue(database.toColumnTime(instant));
}

function ruleCondition(database: Database, { timeField, from, before, users, applications, ids }: FixedRule): Sql {
  const column = rawSql(`c.${TIME_FIELDS[timeField]}`);
  const conditions: Sql[] = [];
  if (from) conditions.push(sql`${column} >= ${timeOf(database, from)}`);
  if (before) conditions.push(sql`${column} < ${timeOf(database, before)}`);
  if (users) conditions.push(sql`c.${database.dialect.quoted('user')} IN (${joinSql(users)})`);
  if (applications) conditions.push(sql`c.application IN (${joinSql(applications)})`);
  if (ids) conditions.push(sql`c.id IN ${idList(ids)}`);
  return all(conditions);
}

function protectedCondition(database: Database, { users, applications, ids }: Protections): Sql {
  const conditions: Sql[] = [];
  if (users.length > 0) conditions.push(sql`c.${database.dialect.quoted('user')} IN (${joinSql(users)})`);
  if (applications.length > 0) conditions.push(sql`c.application IN (${joinSql(applications)})`);
  if (ids.length > 0) conditions.push(sql`c.id IN ${idList(ids)}`);
  return any(conditions);
}

/** Where a column is null, a comparison with it is neither true nor false; that counts as not protected. */
const isNot = (condition: Sql): Sql => sql`CASE WHEN ${condition} THEN 0 ELSE 1 END = 1`;

function targetCondition(database: Database, { rule, protections }: Target): Sql {
  return all([ruleCondition(database, rule), isNot(protectedCondition(database, protections))]);
}

/** The next ids of a target beyond one, in order. They come as one text: a million rows would take their time. */
export async function freezeIds(database: Database, target: Target, after: number, size: number): Promise<number[]> {
  const table = rawSql(
    {
      sqlite: `${CONTEXTS} AS c NOT INDEXED`,
      mysql: `${CONTEXTS} AS c FORCE INDEX (PRIMARY)`,
      postgresql: `${CONTEXTS} AS c`,
    }[database.kind],
  );
  const joined = rawSql(
    {
      sqlite: "group_concat(id, ',')",
      mysql: 'CAST(JSON_ARRAYAGG(id) AS CHAR)',
      postgresql: "string_agg(CAST(id AS text), ',')",
    }[database.kind],
  );
  const rows = await database.scan<{ ids: string | null }>(
    sql`SELECT ${joined} AS ids FROM (
      SELECT c.id FROM ${table} WHERE c.id > ${after} AND ${targetCondition(database, target)} ORDER BY c.id LIMIT ${size}) AS found`,
  );
  const text = rows[0]?.ids?.replace(/[[\]\s]/g, '');
  return text
    ? text
        .split(',')
        .map(Number)
        .sort((left, right) => left - right)
    : [];
}

/** What a target finds, counted by user, application and age. */
export async function countGroups(database: Database, target: Target, edges: readonly Date[]): Promise<Group[]> {
  const column = rawSql(`c.${TIME_FIELDS[target.rule.timeField]}`);
  const user = sql`c.${database.dialect.quoted('user')}`;
  const ages = edges.map((edge, age) => sql`WHEN ${column} >= ${timeOf(database, edge)} THEN ${rawSql(String(age))}`);
  const age = sql`CASE ${joinSql(ages, ' ')} ELSE ${rawSql(String(edges.length))} END`;
  const rows = await database.scan<{
    owner: string | null;
    application: string | null;
    age: number;
    n: number | bigint;
  }>(
    sql`SELECT owner, application, age, COUNT(*) AS n FROM (
        SELECT ${user} AS owner, c.application, ${age} AS age FROM ${rawSql(CONTEXTS)} AS c WHERE ${targetCondition(database, target)}) AS found
      GROUP BY owner, application, age`,
  );
  return rows.map((row) => ({
    user: row.owner,
    application: row.application,
    age: Number(row.age),
    count: Number(row.n),
  }));
}

/** How many rows fit the rule, but are protected. */
export async function countProtected(database: Database, { rule, protections }: Target): Promise<number> {
  if (Object.values(protections).every((values) => values.length === 0)) return 0;
  const rows = await database.scan<{ n: number | bigint }>(
    sql`SELECT COUNT(*) AS n FROM ${rawSql(CONTEXTS)} AS c WHERE ${ruleCondition(database, rule)} AND ${protectedCondition(database, protections)}`,
  );
  return Number(rows[0]?.n ?? 0);
}

/** Contexts by their ids, in their order. */
export async function findSample(database: Database, ids: readonly number[]): Promise<SampleRow[]> {
  if (ids.length === 0) return [];
  const { dialect } = database;
  const time = (column: string) => sql`${dialect.timeText(`c.${column}`)} AS ${rawSql(column)}`;
  const rows = await database.query<
    Record<'create_time' | 'update_time' | 'access_time', string> & {
      id: number;
      owner: string | null;
      application: string | null;
    }
  >(
    sql`SELECT c.id, c.${dialect.quoted('user')} AS owner, c.application, ${time('create_time')}, ${time('update_time')}, ${time('access_time')}
      FROM ${rawSql(CONTEXTS)} AS c WHERE c.id IN ${idList(ids)} ORDER BY c.id`,
  );
  return rows.map((row) => ({
    id: Number(row.id),
    user: row.owner,
    application: row.application,
    createTime: database.fromColumnTime(row.create_time),
    updateTime: database.fromColumnTime(row.update_time),
    accessTime: database.fromColumnTime(row.access_time),
  }));
}

/** Locks contexts and tells which of them may go, and why the others may not. */
export async function judgeContexts(
  database: Database,
  on: Queryable,
  ids: readonly number[],
  { rule, protections }: Target,
  touchedSince: Date,
): Promise<{ doomed: number[]; skipped: SkippedRow[] }> {
  const since = timeOf(database, touchedSince);
  const touched = any(
    ['create_time', 'update_time', 'access_time'].map((column) => sql`${rawSql(`c.${column}`)} >= ${since}`),
  );
  const verdict = sql`CASE WHEN ${protectedCondition(database, protections)} THEN 'protected' WHEN ${touched} THEN 'touched'
    WHEN ${ruleCondition(database, rule)} THEN '' ELSE 'no longer fits the rule' END`;
  const rows = await database.query<{ id: number | bigint; verdict: SkippedRow['reason'] | '' }>(
    sql`SELECT c.id, ${verdict} AS verdict FROM ${rawSql(CONTEXTS)} AS c WHERE c.id IN ${idList(ids)} ORDER BY c.id ${database.dialect.forUpdate}`,
    reading(database, on),
  );
  const verdicts = new Map(rows.map((row) => [Number(row.id), row.verdict]));
  const doomed: number[] = [];
  const skipped: SkippedRow[] = [];
  for (const id of ids) {
    const known = verdicts.get(id) ?? 'gone';
    if (known === '') doomed.push(id);
    else skipped.push({ id, reason: known });
  }
  return { doomed, skipped };
}

/** Bytes of the values of contexts, by context; contexts without values are left out. */
export async function valueBytes(
  database: Database,
  on: Queryable,
  ids: readonly number[],
): Promise<Map<number, number>> {
  const rows = await database.query<{ context_id: number | bigint; bytes: number | bigint | string }>(
    sql`SELECT context_id, SUM(OCTET_LENGTH(value)) AS bytes FROM linkis_ps_cs_context_map WHERE context_id IN ${idList(ids)} GROUP BY context_id`,
    reading(database, on),
  );
  return new Map(rows.map((row) => [Number(row.context_id), Number(row.bytes ?? 0)]));
}

const JSON_ARRAY = { sqlite: 'json_array', mysql: 'JSON_ARRAY', postgresql: 'json_build_array' };

/** Where the rows of a table are found by the contexts that they belong to, and which column names that. */
function sourceOf(letter: KeptLetter, ids: Sql): { from: Sql; context: string } {
  if (letter === 'c') return { from: sql`${rawSql(CONTEXTS)} AS r WHERE r.id IN ${ids}`, context: 'r.id' };
  if (letter === 'k')
    return {
      from: sql`linkis_ps_cs_context_map AS m JOIN linkis_ps_cs_context_map_listener AS r ON r.key_id = m.id WHERE m.context_id IN ${ids}`,
      context: 'm.context_id',
    };
  return { from: sql`${rawSql(KEPT[letter].table)} AS r WHERE r.context_id IN ${ids}`, context: 'r.context_id' };
}

/** Rows of one table that belong to contexts: `["v",<context>,<columns…>]`, one a line. */
export async function readLines(
  database: Database,
  on: Queryable,
  letter: KeptLetter,
  ids: readonly number[],
): Promise<{ text: string; rows: number }> {
  const { from, context } = sourceOf(letter, idList(ids));
  const cells = KEPT[letter].columns.map((column) => {
    const name = `r.${database.dialect.quoted(column).sql}`;
    return TIME_COLUMNS.has(column) ? database.dialect.timeText(name) : rawSql(name);
  });
  const array = sql`${rawSql(JSON_ARRAY[database.kind])}(${rawSql(`'${letter}', ${context}`)}, ${joinSql(cells)})`;
  if (database.kind === 'mysql') {
    const rows = await database.query<{ line: string }>(sql`SELECT CAST(${array} AS CHAR) AS line FROM ${from}`, on);
    return { text: rows.map(({ line }) => `${line}\n`).join(''), rows: rows.length };
  }
  // All lines as one text, where the database takes any length: a row costs as much as what is in it.
  const joined =
    database.kind === 'sqlite' ? 'group_concat(line, char(10))' : 'string_agg(CAST(line AS text), chr(10))';
  const [found] = await database.query<{ text: string | null; n: number | bigint }>(
    sql`SELECT ${rawSql(joined)} AS text, COUNT(*) AS n FROM (SELECT ${array} AS line FROM ${from}) AS lines`,
    reading(database, on),
  );
  return { text: found?.text ? `${found.text}\n` : '', rows: Number(found?.n ?? 0) };
}

/** Of these ids, those that contexts have now, with the time of their creation; locked until the transaction ends. */
export async function findTaken(
  database: Database,
  on: Queryable,
  ids: readonly number[],
): Promise<Map<number, string>> {
  const rows = await database.query<{ id: number | bigint; create_time: string }>(
    sql`SELECT c.id, ${database.dialect.timeText('c.create_time')} AS create_time FROM ${rawSql(CONTEXTS)} AS c WHERE c.id IN ${idList(ids)} ${database.dialect.forUpdate}`,
    on,
  );
  return new Map(rows.map((row) => [Number(row.id), row.create_time]));
}

const ROWS_A_STATEMENT = 100;

/** Writes rows of a table as they were, ids included. Rows whose place is taken are left out. */
export async function insertRows(
  database: Database,
  on: Queryable,
  letter: KeptLetter,
  rows: readonly (string | number | null)[][],
): Promise<void> {
  const { table, columns } = KEPT[letter];
  const { dialect } = database;
  const names = joinSql(columns.map((column) => dialect.quoted(column)));
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
    const values = rows.slice(at, at + ROWS_A_STATEMENT).map((row) => {
      const cells = columns.map((column, index) => {
        const cell = row[index] ?? null;
        return TIME_COLUMNS.has(column) ? dialect.timeValue(cell === null ? null : String(cell)) : sql`${cell}`;
      });
      return sql`(${joinSql(cells)})`;
    });
    await database.execute(
      sql`${dialect.insertIgnoring(table)} (${names}) VALUES ${joinSql(values)} ${dialect.ignoring}`,
      on,
    );
  }
}
