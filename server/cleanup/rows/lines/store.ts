import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import type { RowTree, TreeColumn } from '@/server/platform/db/row-tree';
import { childRows, idIn, quoted } from '../conditions/store';

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

/** Ids that share a row of the answer: taking thousands of rows apart would keep other requests waiting. */
const IDS_JOINED = rawSql('64');
/** Rows of the answer for keys that are texts. */
const TEXTS_APART = rawSql('64');

/** The column that a table's rows are in the order of. */
function firstOf(database: Database, columns: readonly TreeColumn[]): Sql {
  return sql`c.${quoted(database, columns[0]?.name ?? 'id')}`;
}

/** As `linesOf`, on MariaDB and MySQL, which cut a joined text that is longer than they are told to make. */
async function linesOfMysql(database: Database, columns: readonly TreeColumn[], from: Sql, where: Sql) {
  const line = sql`CAST(${asJson(database, columns)} AS CHAR)`;
  const key = firstOf(database, columns);
  const group =
    columns[0]?.type === 'integer' ? sql`row_key DIV ${IDS_JOINED}` : sql`CRC32(row_key) MOD ${TEXTS_APART}`;
  const joined = await database.query<{ rows_joined: bigint; bytes: bigint | string; joined_lines: string }>(
    sql`SELECT /*+ SET_VAR(group_concat_max_len = 1048576) */ COUNT(*) AS rows_joined, SUM(LENGTH(line)) AS bytes, GROUP_CONCAT(line ORDER BY row_key SEPARATOR '\n') AS joined_lines
      FROM (SELECT ${key} AS row_key, ${line} AS line FROM ${from} WHERE ${where}) l GROUP BY ${group} ORDER BY MIN(row_key)`,
  );
  const isWhole = joined.every(
    ({ rows_joined: rows, bytes, joined_lines: lines }) =>
      Buffer.byteLength(lines) === Number(bytes) + Number(rows) - 1,
  );
  if (isWhole) {
    const count = joined.reduce((sum, { rows_joined: rows }) => sum + Number(rows), 0);
    return { count, lines: joined.map(({ joined_lines: lines }) => lines).join('\n') };
  }
  const found = await database.query<{ line: string }>(
    sql`SELECT ${line} AS line FROM ${from} WHERE ${where} ORDER BY ${key}`,
  );
  return { count: found.length, lines: found.map((row) => row.line).join('\n') };
}

async function linesOf(
  database: Database,
  columns: readonly TreeColumn[],
  from: Sql,
  where: Sql,
): Promise<{ count: number; lines: string }> {
  if (database.kind === 'mysql') return linesOfMysql(database, columns, from, where);
  const key = firstOf(database, columns);
  const rows = sql`SELECT c.* FROM ${from} WHERE ${where} ORDER BY ${key}`;
  const joined =
    database.kind === 'sqlite'
      ? sql`group_concat(${asJson(database, columns)}, char(10))`
      : sql`string_agg(CAST(${asJson(database, columns)} AS text), chr(10) ORDER BY ${key})`;
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
