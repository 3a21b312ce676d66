import type { CleanupPreview } from '@/contracts/cleanup';
import type { Database } from '@/server/platform/db/database';
import { rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import type { RowTree } from '@/server/platform/db/row-tree';
import { quoted as column, fitsRule, idIn, isProtected, type ProtectedNames } from '../rows/store';
import type { FrozenRule } from '../rules/frozen-rule';

/** Rows of a subject that fit a rule, a stretch of ids of them. */
export interface MatchingPart {
  /** Ascending. */
  ids: number[];
  /** The same rows counted; `bucket` is the number of age limits that the row's time lies before. */
  groups: { user: string | null; application: string | null; bucket: number; count: number }[];
}

/** Rows that one statement reads at most: their ids fit into the text that MariaDB makes unasked. */
export const PART_IDS = 50_000;

/** The table in the order of its ids: every index by another column would be sorted anew for each part. */
function inOrderOfIds(database: Database, table: string): Sql {
  if (database.kind === 'sqlite') return rawSql(`${table} NOT INDEXED`);
  return rawSql(database.kind === 'mysql' ? `${table} FORCE INDEX (PRIMARY)` : table);
}

/** Number of the age limits, from the youngest on, that a time lies before. */
function bucketOf(database: Database, name: string, limits: readonly string[]): Sql {
  const time = column(database, name);
  let cases = sql``;
  for (const [index, limit] of limits.entries())
    cases = sql`${cases} WHEN ${time} > ${database.dialect.timeValue(limit)} THEN ${rawSql(String(index))}`;
  return sql`CASE ${cases} ELSE ${rawSql(String(limits.length))} END`;
}

/**
 * The next rows that fit a rule and are not protected, with their ids and counts from one statement, so that the two
 * agree.
 * @param limits wall-clock texts, youngest first
 */
export async function readMatchingPart(
  database: Database,
  tree: RowTree,
  rule: FrozenRule,
  names: ProtectedNames,
  afterId: number,
  limits: readonly string[],
): Promise<MatchingPart> {
  const time = rule.column ?? (tree.times.create as string);
  const joined = {
    sqlite: 'group_concat(id)',
    mysql: 'GROUP_CONCAT(id)',
    postgresql: "string_agg(CAST(id AS text), ',')",
  }[database.kind];
  // MySQL cuts such texts at a kilobyte unless told; MariaDB takes the hint for a comment and has room by itself.
  const hint = rawSql(database.kind === 'mysql' ? '/*+ SET_VAR(group_concat_max_len = 1048576) */' : '');
  const rows = await database.scan<{
    u: string | null;
    a: string | null;
    b: number | bigint;
    n: number | bigint;
    ids: string | null;
  }>(
    sql`WITH part AS (
        SELECT id, ${column(database, tree.user)} AS u, ${column(database, tree.application)} AS a, ${bucketOf(database, time, limits)} AS b
        FROM ${inOrderOfIds(database, tree.table)}
        WHERE id > ${afterId} AND ${fitsRule(database, tree, rule)} AND NOT ${isProtected(database, tree, names)}
        ORDER BY id LIMIT ${rawSql(String(PART_IDS))})
      SELECT ${hint} NULL AS u, NULL AS a, -1 AS b, COUNT(*) AS n, ${rawSql(joined)} AS ids FROM part
      UNION ALL SELECT u, a, b, COUNT(*), NULL FROM part GROUP BY u, a, b`,
  );
  const ids = rows.find(({ b }) => Number(b) === -1)?.ids;
  return {
    ids: ids
      ? ids
          .split(',')
          .map(Number)
          .sort((left, right) => left - right)
      : [],
    groups: rows
      .filter(({ b }) => Number(b) >= 0)
      .map(({ u, a, b, n }) => ({ user: u, application: a, bucket: Number(b), count: Number(n) })),
  };
}

/** Rows that fit a rule and are protected, counted by what protects them. */
export async function countProtected(
  database: Database,
  tree: RowTree,
  rule: FrozenRule,
  names: ProtectedNames,
): Promise<{ user: string | null; application: string | null; id: number | null; count: number }[]> {
  const byId =
    names.ids.length === 0 ? rawSql('1 = 0') : isProtected(database, tree, { ...names, users: [], applications: [] });
  const rows = await database.scan<{ u: string | null; a: string | null; i: number | null; n: number | bigint }>(
    sql`SELECT u, a, i, COUNT(*) AS n FROM (
        SELECT ${column(database, tree.user)} AS u, ${column(database, tree.application)} AS a, CASE WHEN ${byId} THEN id END AS i
        FROM ${rawSql(tree.table)} WHERE ${fitsRule(database, tree, rule)} AND ${isProtected(database, tree, names)}) p
      GROUP BY u, a, i`,
  );
  return rows.map(({ u, a, i, n }) => ({
    user: u,
    application: a,
    id: i === null ? null : Number(i),
    count: Number(n),
  }));
}

/** Those of the ids that the root table has. */
export async function findIds(database: Database, tree: RowTree, ids: readonly number[]): Promise<number[]> {
  const rows = await database.query<{ id: number }>(
    sql`SELECT id FROM ${rawSql(tree.table)} WHERE ${idIn(database, rawSql('id'), ids)}`,
  );
  return rows.map(({ id }) => Number(id));
}

/** Rows as a preview shows some of them, lowest id first. Times are ISO 8601. */
export async function findSample(
  database: Database,
  tree: RowTree,
  ids: readonly number[],
): Promise<CleanupPreview['sample']> {
  if (ids.length === 0) return [];
  const timeOf = (name: string) => {
    const source = tree.times[name];
    return source === undefined ? rawSql('NULL') : database.dialect.timeText(source);
  };
  const rows = await database.query<Record<'u' | 'a' | 'c' | 'm' | 'r', string | null> & { id: number }>(
    sql`SELECT id, ${column(database, tree.user)} AS u, ${column(database, tree.application)} AS a,
        ${timeOf('create')} AS c, ${timeOf('update')} AS m, ${timeOf('access')} AS r
      FROM ${rawSql(tree.table)} WHERE ${idIn(database, rawSql('id'), ids)} ORDER BY id`,
  );
  return rows.map(({ id, u, a, c, m, r }) => ({
    id: Number(id),
    user: u,
    application: a,
    createTime: database.isoFromColumnTime(c),
    updateTime: database.isoFromColumnTime(m),
    accessTime: database.isoFromColumnTime(r),
  }));
}
