import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '@/server/platform/errors';

/** Where a page begins: behind, or going back ahead of, this row. */
export interface Position {
  direction: 'next' | 'previous';
  /** Text of the time that the list is ordered by; blank in lists by id. */
  time: string;
  id: number;
}

const cursorSchema = z.tuple([
  z.enum(['next', 'previous']),
  z.string().regex(/^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})?$/),
  z
    .int()
    .min(0)
    .max(2 ** 31),
  z.string().length(16),
]);

/** What ties a cursor to the list that it was made for: its filters and order, as a fingerprint. */
export function listKey(...parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

/** Reads a cursor; null without one. @throws AppError invalid_input when it is not of this list */
export function readPosition(cursor: string | undefined, key: string): Position | null {
  if (cursor === undefined) return null;
  try {
    const [direction, time, id, owner] = cursorSchema.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')),
    );
    if (owner === key) return { direction, time, id };
  } catch {
    // Said below, as for a cursor of another list.
  }
  const message = 'not a cursor of this list with these filters; begin without one';
  throw new AppError('invalid_input', `The query cannot be used. cursor: ${message}`, {
    faults: [{ path: 'cursor', message }],
  });
}

/** A page and the cursors to its neighbours. */
export interface Page<Row> {
  rows: Row[];
  nextCursor: string | null;
  previousCursor: string | null;
}

/**
 * Cuts a page from the rows behind a position, of which one more than the page holds was asked for; going back, they
 * come in the opposite order.
 */
export function cutPage<Row extends { id: number }>(
  found: readonly Row[],
  size: number,
  position: Position | null,
  key: string,
  timeOf: (row: Row) => string = () => '',
): Page<Row> {
  const back = position?.direction === 'previous';
  const more = found.length > size;
  const rows = found.slice(0, size);
  if (back) rows.reverse();
  const cursor = (row: Row | undefined, direction: Position['direction']) =>
    row ? Buffer.from(JSON.stringify([direction, timeOf(row), row.id, key])).toString('base64url') : null;
  return {
    rows,
    nextCursor: back || more ? cursor(rows.at(-1), 'next') : null,
    previousCursor: (back && more) || (!back && position) ? cursor(rows[0], 'previous') : null,
  };
}
