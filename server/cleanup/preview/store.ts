import type { CleanupPreview } from '@/contracts/cleanup';
import type { Database } from '@/server/platform/db/database';
import { joinSql, rawSql, type Sql, sql } from '@/server/platform/db/dialect';
import type { RowTree } from '@/server/platform/db/row-tree';
import { quoted as column, fitsRule, idIn, isProtected, type ProtectedNames } from '../rows/conditions/store';
import type { FrozenRule } from '../rules/frozen-rule';

/** Rows of a subject that fit a rule, a stretch of ids of them. */
export interface MatchingPart {
  /** Ascending; about `PART_IDS` of them. */
  ids: Uint32Array;
  isLast: boolean;
  /** The same rows counted; `bucket` is the number of age limits that the row's time lies before. */
  groups: { user: string | null; application: string | null; bucket: number; count: number }[];
}

/** Rows that one statement reads: their ids fit into the text that MariaDB makes unasked. */
const PART_IDS = 50_000;

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

/** What rows are read by, and counted by. */
export interface Matching {
  tree: RowTree;
  rule: FrozenRule;
  names: ProtectedNames;
  /** Wall-clock texts of the age limits, youngest first. */
  limits: readonly string[];
}

/** Condition: a row behind an id fits the rule, and nothing protects it. */
function fitsBehind(database: Database, { tree, rule, names }: Matching, afterId: number): Sql {
  return sql`id > ${afterId} AND ${fitsRule(database, tree, rule)} AND NOT ${isProtected(database, tree, names)}`;
}

/** Where a part that begins behind an id ends; null when nothing comes behind it. */
async function findPartEnd(database: Database, matching: Matching, afterId: number): Promise<number | null> {
  const [end] = await database.scan<{ id: number }>(
    sql`SELECT id FROM ${inOrderOfIds(database, matching.tree.table)} WHERE ${fitsBehind(database, matching, afterId)}
      ORDER BY id LIMIT 1 OFFSET ${rawSql(String(PART_IDS - 1))}`,
  );
  return end ? Number(end.id) : null;
}

/** The rows of a part, with their ids and counts from one statement, so that the two agree. */
async function readPart(
  database: Database,
  matching: Matching,
  afterId: number,
  end: number | null,
): Promise<MatchingPart> {
  const { tree, rule, limits } = matching;
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
    ids: string;
  }>(
    sql`SELECT ${hint} ${column(database, tree.user)} AS u, ${column(database, tree.application)} AS a,
        ${bucketOf(database, time, limits)} AS b, COUNT(*) AS n, ${rawSql(joined)} AS ids
      FROM ${inOrderOfIds(database, tree.table)}
      WHERE ${fitsBehind(database, matching, afterId)} ${end === null ? sql`` : sql`AND id <= ${end}`} GROUP BY u, a, b`,
  );
  return {
    ids: Uint32Array.from(rows.flatMap((row) => row.ids.split(',').map(Number))).sort(),
    groups: rows.map(({ u, a, b, n }) => ({ user: u, application: a, bucket: Number(b), count: Number(n) })),
    isLast: end === null,
  };
}

/** Parts that are read at once: a server has a processor for each, and one is written down meanwhile. */
const READ_AHEAD = 2;

/**
 * All rows that fit a rule and are not protected, part by part in the order of their ids. Where parts end is looked up
 * beforehand: grouping what a limit has cut would write all of it down first.
 */
export async function* matchingParts(database: Database, matching: Matching): AsyncGenerator<MatchingPart> {
  const ahead: Promise<MatchingPart>[] = [];
  for (let afterId: number | null = 0; afterId !== null || ahead.length > 0; ) {
    while (afterId !== null && ahead.length < READ_AHEAD) {
      const end: number | null = await findPartEnd(database, matching, afterId);
      const part = readPart(database, matching, afterId, end);
      // Its failure counts when its turn comes.
      part.catch(() => {});
      ahead.push(part);
      afterId = end;
    }
    const next = await ahead.shift();
    if (next) yield next;
  }
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
  const shown = Object.entries(tree.shown);
  const further = shown.map(([, name], index) => sql`, ${column(database, name)} AS ${rawSql(`s${index}`)}`);
  type Names = 'u' | 'a' | 'c' | 'm' | 'r' | 's' | 'e' | `s${number}`;
  const rows = await database.query<Record<Names, string | null> & { id: number }>(
    sql`SELECT id, ${column(database, tree.user)} AS u, ${column(database, tree.application)} AS a,
        ${timeOf('create')} AS c, ${timeOf('update')} AS m, ${timeOf('access')} AS r,
        ${timeOf('used')} AS s, ${timeOf('release')} AS e ${further.length > 0 ? joinSql(further, ' ') : sql``}
      FROM ${rawSql(tree.table)} WHERE ${idIn(database, rawSql('id'), ids)} ORDER BY id`,
  );
  return rows.map(({ id, u, a, c, m, r, s, e, ...row }) => ({
    id: Number(id),
    user: u,
    application: a,
    createTime: database.isoFromColumnTime(c),
    updateTime: database.isoFromColumnTime(m),
    accessTime: database.isoFromColumnTime(r),
    usedTime: database.isoFromColumnTime(s),
    releaseTime: database.isoFromColumnTime(e),
    ...Object.fromEntries(shown.map(([name], index) => [name, (row as Record<string, string | null>)[`s${index}`]])),
  }));
}
