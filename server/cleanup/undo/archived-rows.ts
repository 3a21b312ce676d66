import type { RowTree, TreeColumn } from '@/server/platform/db/row-tree';
import type { SegmentRows } from '../archive/segments';

/** A row of a segment. */
export interface ArchivedRow {
  /** The values of its columns as JSON. */
  line: string;
  values: readonly unknown[];
  /** Id of the root that it belongs to. */
  root: number;
}

/** The rows of a segment by table. */
export type ArchivedRows = ReadonlyMap<string, readonly ArchivedRow[]>;

const parse = (lines: readonly string[] | undefined) =>
  (lines ?? []).map((line) => ({ line, values: JSON.parse(line) as unknown[] }));

function placeOf(columns: readonly TreeColumn[], column: string): number {
  return columns.findIndex(({ name }) => name === column);
}

/** The rows of a segment by table, each with the root that it belongs to: of several, the one with the least id. */
export function parseRows(tree: RowTree, segment: SegmentRows): ArchivedRows {
  const roots = parse(segment.get(tree.table)).map((row) => ({ ...row, root: Number(row.values[0]) }));
  const tables = new Map<string, ArchivedRow[]>([[tree.table, roots]]);
  const columnsOf = new Map([tree, ...tree.children].map(({ table, columns }) => [table, columns]));
  for (const { table, columns, owner, parent, parentKey } of tree.children) {
    const keyAt = placeOf(columnsOf.get(parent) ?? [], parentKey);
    const rootOf = new Map<unknown, number>();
    for (const { values, root } of tables.get(parent) ?? [])
      rootOf.set(values[keyAt], Math.min(root, rootOf.get(values[keyAt]) ?? root));
    const ownerAt = placeOf(columns, owner);
    const rows = parse(segment.get(table));
    tables.set(
      table,
      rows.flatMap((row) => {
        const root = rootOf.get(row.values[ownerAt]);
        return root === undefined ? [] : [{ ...row, root }];
      }),
    );
  }
  return tables;
}

/** Ids of the roots: all, or one user's. */
export function rootsOf(tree: RowTree, rows: ArchivedRows, user: string | null): Set<number> {
  const at = placeOf(tree.columns, tree.user);
  const roots = rows.get(tree.table) ?? [];
  return new Set(roots.filter(({ values }) => user === null || values[at] === user).map(({ root }) => root));
}

/** The rows of some roots. */
export function rowsOf(rows: ArchivedRows, keep: (root: number) => boolean): ArchivedRows {
  return new Map([...rows].map(([table, some]) => [table, some.filter(({ root }) => keep(root))]));
}

/** The values of columns, one array for each row. */
export function valuesOf(
  rows: readonly ArchivedRow[],
  columns: readonly TreeColumn[],
  names: readonly string[],
): unknown[][] {
  const places = names.map((name) => placeOf(columns, name));
  return rows.map(({ values }) => places.map((at) => values[at]));
}
