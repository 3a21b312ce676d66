/** A column, and how its value travels as JSON: datetimes as wall-clock text `yyyy-MM-dd HH:mm:ss`. */
export interface TreeColumn {
  name: string;
  type: 'integer' | 'text' | 'time';
}

/** A table whose rows belong to rows of another. */
export interface TreeChild {
  table: string;
  /** All columns, the key first. */
  columns: readonly TreeColumn[];
  /** Column that names the row it belongs to. */
  owner: string;
  /** Table of that row; its parent is the root unless it is another child. */
  parent: string;
  /** Columns that say when the row was written. */
  writtenTimes: readonly string[];
  /** Columns whose values may be large. */
  largeColumns: readonly string[];
}

/** Rows that stand and fall together: a root table with a numeric `id`, and the tables whose rows belong to its rows. */
export interface RowTree {
  table: string;
  /** All columns, `id` first. */
  columns: readonly TreeColumn[];
  /** Columns of a row's times, by their names in rules. */
  times: Readonly<Record<string, string>>;
  /** Columns that say when the row was written or used last. */
  touchedTimes: readonly string[];
  user: string;
  application: string;
  /** Parents before their children. */
  children: readonly TreeChild[];
}
