import type { Database, Queryable } from '@/server/platform/db/database';
import { joinSql, rawSql, sql } from '@/server/platform/db/dialect';
import type { RowTree } from '@/server/platform/db/row-tree';
import { idIn, quoted } from '../rows/conditions/store';
import { insertLines } from '../rows/lines/store';
import { type ArchivedRows, valuesOf } from './archived-rows';

/** Text of rows that one statement takes, so that it stays below what MariaDB takes at all. */
const STATEMENT_CHARACTERS = 2 << 20;

/** Texts that one statement looks for. */
const TEXTS = 1000;

/** One text for the values of a key, the same for rows of the archive and of the database. */
const asKey = (values: readonly unknown[]) => values.map(String).join('\n');

/** Keys of a table's rows, as one text each, that have one of these values in the key's first column. */
async function findKeys(
  database: Database,
  table: string,
  key: readonly string[],
  values: readonly unknown[],
  on: Queryable,
): Promise<Set<string>> {
  const found = new Set<string>();
  const columns = key.map((name) => quoted(database, name));
  const named = joinSql(columns.map((column, index) => sql`${column} AS ${rawSql(`k${index}`)}`));
  const first = quoted(database, key[0] as string);
  const look = async (where: ReturnType<typeof idIn>) => {
    const rows = await database.query<Record<string, unknown>>(
      sql`SELECT DISTINCT ${named} FROM ${rawSql(table)} WHERE ${where}`,
      on,
    );
    for (const row of rows) found.add(asKey(key.map((_, index) => row[`k${index}`])));
  };
  if (values.every((value) => typeof value === 'number')) await look(idIn(database, first, values as number[]));
  else
    for (let start = 0; start < values.length; start += TEXTS)
      await look(sql`${first} IN (${joinSql(values.slice(start, start + TEXTS).map(String))})`);
  return found;
}

/** Roots that cannot come back whole: a key of theirs, of a row of theirs, or their place as an owner is taken. */
export async function findTakenRoots(
  database: Database,
  tree: RowTree,
  rows: ArchivedRows,
  on: Queryable,
): Promise<Set<number>> {
  const taken = new Set<number>();
  /** Marks the roots of a table's rows whose `names` another table has as its `key`. */
  const mark = async (
    from: RowTree | RowTree['children'][number],
    names: readonly string[],
    table: string,
    key: readonly string[],
  ) => {
    const some = rows.get(from.table) ?? [];
    if (some.length === 0) return;
    const values = valuesOf(some, from.columns, names);
    const present = await findKeys(database, table, key, [...new Set(values.map(([first]) => first))], on);
    if (present.size > 0)
      for (const [index, { root }] of some.entries())
        if (present.has(asKey(values[index] as unknown[]))) taken.add(root);
  };
  const all = [tree, ...tree.children];
  for (const one of all) for (const key of one.keys) await mark(one, key, one.table, key);
  for (const child of tree.children) {
    const parent = all.find(({ table }) => table === child.parent);
    // What several roots share may be there for another one.
    if (parent && child.parentKey === 'id') await mark(parent, ['id'], child.table, [child.owner]);
  }
  return taken;
}

/** Puts rows back, parents before their children. @throws when a key is taken */
export async function insertRows(database: Database, tree: RowTree, all: ArchivedRows, on: Queryable): Promise<void> {
  for (const { table, columns } of [tree, ...tree.children]) {
    const rows = all.get(table) ?? [];
    for (let at = 0; at < rows.length; ) {
      const lines: string[] = [];
      for (let size = 0; at < rows.length && (lines.length === 0 || size < STATEMENT_CHARACTERS); at++) {
        const line = rows[at]?.line ?? '';
        lines.push(line);
        size += line.length;
      }
      await insertLines(database, table, columns, lines, on);
    }
  }
}
