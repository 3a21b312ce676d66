'use client';

import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type MouseEvent, memo, type ReactNode } from 'react';
import type { Column } from './columns';
import classes from './data-table.module.css';

interface DataTableProps<Row, Context> {
  caption: string;
  columns: readonly Column<Row, Context>[];
  rows: readonly Row[];
  context: Context;
  rowKey: (row: Row) => string;
  sorted?: { by: string; order: 'asc' | 'desc' };
  onSort?: (by: string) => void;
  onRowClick?: (row: Row) => void;
  /** Key of the row that is marked. */
  selectedKey?: string | null;
  /** Old rows that wait for their replacement. */
  stale?: boolean;
  /** Extra full-width row below a row, if it has one. */
  expanded?: (row: Row) => ReactNode;
}

/** A real table with a caption, sortable headers that stay in sight, and rows that may be clicked. */
export function DataTable<Row, Context>(props: DataTableProps<Row, Context>) {
  const { columns, rows, rowKey, onRowClick } = props;
  const click = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    // Clicks on links and buttons are theirs; dragging over text selects it.
    if (target.closest('a, button, input, select') || window.getSelection()?.toString()) return;
    const key = target.closest<HTMLElement>('tr[data-row]')?.dataset.row;
    const row = rows.find((candidate) => rowKey(candidate) === key);
    if (row) onRowClick?.(row);
  };
  return (
    <table className={classes.table} aria-busy={props.stale || undefined} data-stale={props.stale || undefined}>
      <caption className="er-visually-hidden">{props.caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} sorted={props.sorted} onSort={props.onSort} />
          ))}
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: every row also holds a button or link that does it */}
      <tbody data-clickable={onRowClick ? true : undefined} onClick={onRowClick && click}>
        {rows.map((row) => {
          const key = rowKey(row);
          return (
            <BodyRow
              key={key}
              id={key}
              row={row}
              columns={columns}
              context={props.context}
              selected={props.selectedKey === key}
              below={props.expanded?.(row) || null}
            />
          );
        })}
      </tbody>
    </table>
  );
}

interface BodyRowProps<Row, Context> {
  id: string;
  row: Row;
  columns: readonly Column<Row, Context>[];
  context: Context;
  selected: boolean;
  below: ReactNode;
}

function PlainBodyRow<Row, Context>({ id, row, columns, context, selected, below }: BodyRowProps<Row, Context>) {
  return (
    <>
      <tr data-row={id} data-selected={selected || undefined}>
        {columns.map((column) => (
          <td key={column.id} data-align={column.align}>
            {column.render(row, context, Boolean(below))}
          </td>
        ))}
      </tr>
      {below && (
        <tr>
          <td colSpan={columns.length} className={classes.expanded}>
            {below}
          </td>
        </tr>
      )}
    </>
  );
}

/** Rows are many and their cells not cheap: one is drawn anew only when something of it has changed. */
const BodyRow = memo(PlainBodyRow) as typeof PlainBodyRow;

interface HeaderCellProps<Row, Context> {
  column: Column<Row, Context>;
  sorted?: { by: string; order: 'asc' | 'desc' };
  onSort?: (by: string) => void;
}

function HeaderCell<Row, Context>({ column, sorted, onSort }: HeaderCellProps<Row, Context>) {
  const { sort } = column;
  if (!sort || !onSort)
    return (
      <th scope="col" data-align={column.align} style={{ minWidth: column.width }}>
        {column.header}
      </th>
    );
  const active = sorted?.by === sort;
  const Arrow = active && sorted?.order === 'asc' ? IconArrowUp : IconArrowDown;
  return (
    <th
      scope="col"
      data-align={column.align}
      style={{ minWidth: column.width }}
      aria-sort={active ? (sorted?.order === 'asc' ? 'ascending' : 'descending') : undefined}
    >
      <button type="button" className={classes.sort} onClick={() => onSort(sort)}>
        {column.header}
        <Arrow size={13} aria-hidden data-active={active} />
      </button>
    </th>
  );
}
