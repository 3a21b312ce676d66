/** A column, and how its value travels as JSON: datetimes as wall-clock text `yyyy-MM-dd HH:mm:ss`. */
export interface TreeColumn {
  name: string;
  type: 'integer' | 'text' | 'time';
}

/** What all tables of a tree say of themselves. */
interface TreeTable {
  table: string;
  /** All columns that hold what was written, the key or its beginning first; not those that the database generates. */
  columns: readonly TreeColumn[];
  /** Sets of columns whose values no two rows share. */
  keys: readonly (readonly string[])[];
}

/** A table whose rows belong to rows of another. */
export interface TreeChild extends TreeTable {
  /** Column that names the row it belongs to. */
  owner: string;
  /** Table of that row; its parent is the root unless it is another child. */
  parent: string;
  /**
   * Column of the parent that `owner` names. `id`, or, of the root only, one that several rows may share: then a row
   * belongs to all of them, and goes with the last.
   */
  parentKey: string;
  /** Columns that say when the row was written. */
  writtenTimes: readonly string[];
  /** Whether those are Linkis' wall clock, or UTC, as in tables of our own. */
  clock: 'linkis' | 'utc';
  /** Column that has a value while a worker has the row. */
  claim?: string;
  /** Columns whose values may be large. */
  largeColumns: readonly string[];
}

/** Rows that stand and fall together: a root table with a numeric `id`, and the tables whose rows belong to its rows. */
export interface RowTree extends TreeTable {
  /** Columns of a row's times, by their names in rules. */
  times: Readonly<Record<string, string>>;
  /** Columns that say when the row was written or used last. */
  touchedTimes: readonly string[];
  user: string;
  application: string;
  /** What rows go by that are asked for by no status: those that have ended. Null where rows have no status. */
  status: { column: string; ended: readonly string[] } | null;
  /** Further columns that people know a row by, by what an answer calls them. */
  shown: Readonly<Record<string, string>>;
  /** Parents before their children. */
  children: readonly TreeChild[];
}
