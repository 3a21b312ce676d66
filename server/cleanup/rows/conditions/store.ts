import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import type { RowTree, TreeChild } from '@/server/platform/db/row-tree';
import type { FrozenRule } from '../../rules/frozen-rule';

/** Protections of a subject, by what they name. */
export interface ProtectedNames {
  users: readonly string[];
  applications: readonly string[];
  ids: readonly number[];
}

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

/** Condition: the column holds one of these; `none` means no status. */
function hasStatus(column: Sql, statuses: readonly string[]): Sql {
  const named = nameIn(column, statuses);
  return statuses.includes('none') ? sql`(${named} OR ${column} IS NULL OR ${column} = '')` : named;
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
  if (tree.status && rule.statuses) conditions.push(hasStatus(quoted(database, tree.status.column), rule.statuses));
  if (conditions.length === 0) throw new Error('A rule without a bound must not come this far.');
  if (rule.except && Object.values(rule.except).some((list) => list.length > 0))
    conditions.push(sql`NOT ${isProtected(database, tree, rule.except)}`);
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

/** Condition: one of the columns has a time from a moment on. */
function reaches(database: Database, columns: readonly string[], from: Sql, prefix = ''): Sql {
  return anyOf(
    columns.map((name) => {
      const column = sql`${rawSql(prefix)}${quoted(database, name)}`;
      return sql`(${column} IS NOT NULL AND ${column} >= ${from})`;
    }),
  );
}

/** Condition: a row of the root table was touched since the preview. */
export function isTouched(database: Database, tree: RowTree, rule: FrozenRule): Sql {
  return reaches(database, tree.touchedTimes, database.dialect.timeValue(rule.touchedFrom));
}

/** Condition: the child's row `c` was written since the preview, or a worker has it. */
export function isWritten(database: Database, child: TreeChild, rule: FrozenRule): Sql {
  const { dialect } = database;
  let from = dialect.timeValue(rule.touchedFrom);
  // SQLite keeps the times of our own tables as ISO 8601.
  if (child.clock === 'utc') {
    const text = rule.touchedFromUtc ?? rule.touchedFrom;
    from = dialect.timeValue(database.kind === 'sqlite' ? text.replace(' ', 'T') : text);
  }
  const written = reaches(database, child.writtenTimes, from, 'c.');
  return child.claim ? sql`(${written} OR c.${quoted(database, child.claim)} IS NOT NULL)` : written;
}

/**
 * Condition: the root `p` goes with the last of those that share its key, and first of them: what belongs to all of them
 * goes once, and not while one of them stays.
 */
function isLastOf(database: Database, tree: RowTree, key: Sql, ids: readonly number[]): Sql {
  const others = sql`o.${key} = p.${key} AND o.id <> p.id AND (o.id < p.id OR NOT ${idIn(database, rawSql('o.id'), ids)})`;
  return sql`NOT EXISTS (SELECT 1 FROM ${rawSql(tree.table)} o WHERE ${others})`;
}

/** How a child's rows are asked for. */
interface ChildRows {
  /** A child's table as `c`, joined with its parent's as `p` where it does not name the root by its id. */
  from: Sql;
  where: Sql;
  /** Id of the root that a row belongs to. */
  root: Sql;
  /** The rows alone: condition of a statement that can have no join, on the child's table as `c`. */
  alone: Sql;
}

/**
 * A child's rows that belong to roots.
 * @param shared whether rows that belong to other roots too are among them
 */
export function childRows(
  database: Database,
  tree: RowTree,
  child: TreeChild,
  ids: readonly number[],
  shared = false,
): ChildRows {
  const owner = sql`c.${quoted(database, child.owner)}`;
  const key = quoted(database, child.parentKey);
  const from = sql`${rawSql(child.parent)} p JOIN ${rawSql(child.table)} c ON ${owner} = p.${key}`;
  const owners = (where: Sql) => sql`${owner} IN (SELECT p.${key} FROM ${rawSql(child.parent)} p WHERE ${where})`;
  if (child.parent === tree.table) {
    if (child.parentKey === 'id') {
      const where = idIn(database, owner, ids);
      return { from: sql`${rawSql(child.table)} c`, where, root: owner, alone: where };
    }
    const some = idIn(database, rawSql('p.id'), ids);
    const where = shared ? some : sql`${some} AND ${isLastOf(database, tree, key, ids)}`;
    return { from, where, root: rawSql('p.id'), alone: owners(where) };
  }
  const parent = tree.children.find(({ table }) => table === child.parent);
  if (!parent || parent.parent !== tree.table || parent.parentKey !== 'id')
    throw new Error(`${child.table}: its parent must be a child of the root, by its id.`);
  const root = sql`p.${quoted(database, parent.owner)}`;
  const where = idIn(database, root, ids);
  return { from, where, root, alone: owners(where) };
}
