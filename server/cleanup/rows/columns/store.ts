import type { Database } from '@/server/platform/db/database';
import { joinSql, type Sql, sql } from '@/server/platform/db/dialect';
import type { RowTree } from '@/server/platform/db/row-tree';

/** Statement that lists the columns of tables that hold what was written, not those that the database generates. */
function columnsOf({ kind }: Database, tables: readonly string[]): Sql {
  if (kind === 'sqlite')
    return sql`SELECT t.value AS table_name, c.name AS column_name
      FROM json_each(${JSON.stringify(tables)}) t JOIN pragma_table_xinfo(t.value) c WHERE c.hidden = 0`;
  const written =
    kind === 'mysql'
      ? sql`table_schema = DATABASE() AND COALESCE(generation_expression, '') = ''`
      : sql`table_schema = current_schema() AND is_generated = 'NEVER'`;
  return sql`SELECT table_name AS table_name, column_name AS column_name FROM information_schema.columns
    WHERE ${written} AND table_name IN (${joinSql([...tables])})`;
}

/** Columns, as `table.column`, that a tree does not know: what they hold would not come back. */
export async function findUnknownColumns(database: Database, tree: RowTree): Promise<string[]> {
  const all = [tree, ...tree.children];
  const known = new Set(all.flatMap(({ table, columns }) => columns.map(({ name }) => `${table}.${name}`)));
  const rows = await database.query<{ table_name: string; column_name: string }>(
    columnsOf(
      database,
      all.map(({ table }) => table),
    ),
  );
  return rows.map((row) => `${row.table_name}.${row.column_name}`).filter((name) => !known.has(name));
}
