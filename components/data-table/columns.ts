import type { ReactNode } from 'react';

/** A column of a table. */
export interface Column<Row, Context = undefined> {
  id: string;
  header: string;
  /** @param expanded whether the row has something below it */
  render: (row: Row, context: Context, expanded: boolean) => ReactNode;
  /** Name of the order that a click on the header asks for. */
  sort?: string;
  align?: 'end';
  width?: number;
  /** False for columns that are shown only when chosen. */
  shownByDefault?: boolean;
}
