import { Prisma } from './generated/sqlite/client';

export type Sql = Prisma.Sql;
/** Tagged template for SQL with bound values; the same on all three databases. */
export const sql = Prisma.sql;
/** Text put into SQL as it is: only for names and keywords written in this program. */
export const rawSql = Prisma.raw;
/** Nothing, as a piece of SQL. */
const noSql = Prisma.empty;
/** Pieces of SQL with a separator between them. @throws on an empty list. */
export const joinSql = Prisma.join;

/** Which database; by the scheme of its URL. */
export type DatabaseKind = 'sqlite' | 'mysql' | 'postgresql';

/** What differs between the three databases' SQL, and nowhere else. */
export interface Dialect {
  kind: DatabaseKind;
  /** A name that means something else in SQL, such as `key` or `user`, or whose capitals count. */
  quoted(name: string): Sql;
  /** A datetime column of Linkis as wall-clock text `yyyy-MM-dd HH:mm:ss`. */
  timeText(column: string): Sql;
  /** A wall-clock text as a value to compare or store in a datetime column of Linkis. */
  timeValue(text: string | null): Sql;
  /** The table, read by the named index where the database takes that order. */
  byIndex(table: string, index: string): Sql;
  /** Condition: the column's text begins with this, upper and lower case different, through an index. */
  startsWith(column: string, text: string): Sql;
  /** Where in the column's text this is found first, from 1; 0 where it is not. Upper and lower case different. */
  position(column: string, text: string): Sql;
  /** Condition: the column's text holds this somewhere, upper and lower case different. Reads row by row. */
  contains(column: string, text: string): Sql;
  /** Item of an `ORDER BY` in which rows without a value come before all others, or, descending, after them. */
  ordered(column: string, order: 'asc' | 'desc'): Sql;
  /** Locks the rows that a query selects until the transaction ends; SQLite locks as a whole already. */
  forUpdate: Sql;
  /** `INSERT` that leaves rows alone whose key is taken, up to and including the table name. */
  insertIgnoring(table: string): Sql;
  /** What follows the values of such an insert. */
  ignoring: Sql;
  /** Makes an insert of whole rows update the rows whose id is taken: assignments from the rows given. */
  updatingById(assignments: readonly UpdateAssignment[]): Sql;
}

/** How an upsert changes a column: takes the given value, or adds it to what is there. */
interface UpdateAssignment {
  column: string;
  adds?: boolean;
}

function likePrefix(text: string): string {
  return `${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** The smallest text after every text that begins with this one, in code point order; null if there is none. */
function afterPrefix(text: string): string | null {
  const points = Array.from(text);
  while (points.length > 0) {
    const point = (points.pop() as string).codePointAt(0) as number;
    if (point < 0x10ffff) return points.join('') + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
  }
  return null;
}

function assignAll(table: string, assignments: readonly UpdateAssignment[], given: (column: string) => string): string {
  return assignments
    .map(
      ({ column, adds }) =>
        `${column} = ${adds ? `COALESCE(${table}.${column}, 0) + ${given(column)}` : given(column)}`,
    )
    .join(', ');
}

const RECORD_TABLE = 'linkis_cg_ec_resource_info_record';

function orderedNullsFirst(column: string, order: 'asc' | 'desc'): Sql {
  return rawSql(`${column} ${order === 'asc' ? 'ASC NULLS FIRST' : 'DESC NULLS LAST'}`);
}

const sqlite: Dialect = {
  kind: 'sqlite',
  quoted: (name) => rawSql(`"${name}"`),
  timeText: (column) => rawSql(column),
  timeValue: (text) => sql`${text}`,
  byIndex: (table, index) => rawSql(`${table} INDEXED BY ${index}`),
  startsWith: (column, text) => {
    const end = afterPrefix(text);
    return end === null
      ? sql`${rawSql(column)} >= ${text}`
      : sql`(${rawSql(column)} >= ${text} AND ${rawSql(column)} < ${end})`;
  },
  position: (column, text) => sql`instr(${rawSql(column)}, ${text})`,
  contains: (column, text) => sql`instr(${rawSql(column)}, ${text}) > 0`,
  ordered: orderedNullsFirst,
  forUpdate: noSql,
  insertIgnoring: (table) => rawSql(`INSERT INTO ${table}`),
  ignoring: rawSql('ON CONFLICT DO NOTHING'),
  updatingById: (assignments) =>
    rawSql(`ON CONFLICT (id) DO UPDATE SET ${assignAll(RECORD_TABLE, assignments, (column) => `excluded.${column}`)}`),
};

const mysql: Dialect = {
  kind: 'mysql',
  quoted: (name) => rawSql(`\`${name}\``),
  timeText: (column) => rawSql(`DATE_FORMAT(${column}, '%Y-%m-%d %H:%i:%s')`),
  timeValue: (text) => sql`${text}`,
  byIndex: (table, index) => rawSql(`${table} FORCE INDEX (${index})`),
  startsWith: (column, text) => sql`${rawSql(column)} LIKE ${likePrefix(text)}`,
  position: (column, text) => sql`INSTR(${rawSql(column)}, ${text})`,
  contains: (column, text) => sql`INSTR(${rawSql(column)}, ${text}) > 0`,
  ordered: (column, order) => rawSql(`${column} ${order}`),
  forUpdate: rawSql('FOR UPDATE'),
  insertIgnoring: (table) => rawSql(`INSERT IGNORE INTO ${table}`),
  ignoring: noSql,
  updatingById: (assignments) =>
    rawSql(`ON DUPLICATE KEY UPDATE ${assignAll(RECORD_TABLE, assignments, (column) => `VALUES(${column})`)}`),
};

const postgresql: Dialect = {
  kind: 'postgresql',
  quoted: (name) => rawSql(`"${name}"`),
  timeText: (column) => rawSql(`to_char(${column}, 'YYYY-MM-DD HH24:MI:SS')`),
  timeValue: (text) => sql`CAST(${text} AS timestamp)`,
  byIndex: (table) => rawSql(table),
  startsWith: (column, text) => sql`${rawSql(column)} LIKE ${likePrefix(text)}`,
  position: (column, text) => sql`strpos(${rawSql(column)}, ${text})`,
  contains: (column, text) => sql`strpos(${rawSql(column)}, ${text}) > 0`,
  ordered: orderedNullsFirst,
  forUpdate: rawSql('FOR UPDATE'),
  insertIgnoring: (table) => rawSql(`INSERT INTO ${table}`),
  ignoring: rawSql('ON CONFLICT DO NOTHING'),
  updatingById: (assignments) =>
    rawSql(`ON CONFLICT (id) DO UPDATE SET ${assignAll(RECORD_TABLE, assignments, (column) => `excluded.${column}`)}`),
};

/** The dialect of a kind of database. */
export const DIALECTS: Record<DatabaseKind, Dialect> = { sqlite, mysql, postgresql };
