import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import type { RowTree, TreeChild } from '@/server/platform/db/row-tree';
import type { FrozenRule } from '../rules/frozen-rule';
import {
  childRows,
  fitsRule,
  idIn,
  isProtected,
  isTouched,
  isWritten,
  type ProtectedNames,
  quoted,
} from './conditions/store';

/** How a frozen row stands now. */
export type Verdict = 'doomed' | 'touched' | 'changed' | 'protected' | 'gone';

/** Condition: a root fits the rule still, was not touched since the preview, and nothing protects it. */
function isDoomed(database: Database, tree: RowTree, rule: FrozenRule, names: ProtectedNames): Sql {
  return sql`${fitsRule(database, tree, rule)} AND NOT ${isTouched(database, tree, rule)} AND NOT ${isProtected(database, tree, names)}`;
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
        WHEN ${isTouched(database, tree, rule)} THEN 'touched'
        WHEN ${fitsRule(database, tree, rule)} THEN 'doomed' ELSE 'changed' END AS verdict
      FROM ${rawSql(tree.table)} WHERE ${idIn(database, rawSql('id'), ids)}`,
  );
  const found = new Map(rows.map(({ id, verdict }) => [Number(id), verdict]));
  const verdicts = new Map<number, Verdict>(ids.map((id) => [id, found.get(id) ?? 'gone']));
  for (const child of tree.children) {
    const { from, where, root } = childRows(database, tree, child, ids, true);
    const touched = await database.scan<{ id: number }>(
      sql`SELECT DISTINCT ${root} AS id FROM ${from} WHERE ${where} AND ${isWritten(database, child, rule)}`,
    );
    for (const { id } of touched) if (verdicts.get(Number(id)) === 'doomed') verdicts.set(Number(id), 'touched');
  }
  return verdicts;
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
  const { from, where, alone } = childRows(database, tree, child, ids);
  const written = isWritten(database, child, rule);
  // MariaDB would read the whole table for an IN with a subquery.
  if (database.kind === 'mysql') return sql`DELETE c FROM ${from} WHERE ${where} AND NOT ${written}`;
  return sql`DELETE FROM ${rawSql(child.table)} AS c WHERE ${alone} AND NOT ${written}`;
}

/** Whether rows belong to roots still. */
async function hasChildren(database: Database, tree: RowTree, ids: readonly number[], on: Queryable): Promise<boolean> {
  // Else MySQL and MariaDB would read what was there when the transaction began.
  const asNow = rawSql(database.kind === 'mysql' ? 'LOCK IN SHARE MODE' : '');
  for (const child of tree.children) {
    const { from, where } = childRows(database, tree, child, ids);
    const left = await database.query(sql`SELECT 1 AS one FROM ${from} WHERE ${where} LIMIT 1 ${asNow}`, on);
    if (left.length > 0) return true;
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
