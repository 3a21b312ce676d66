import { DRAWN_CHARACTERS } from './line-text';
import type { LogLine } from './log-source';

/** Rows in the document at most, and about how much text is in them beyond what is in view. */
const MOST_ROWS = 220;
/** Rows that are drawn at once at a new place; the others when it has come to rest there. */
const FIRST_ROWS = 110;
const MOST_CHARACTERS = 160_000;
/** Rows beyond the view that are drawn however long their lines are. */
const LEAST_MARGIN = 8;

/** A stretch of the loaded lines, `end` excluded. */
export interface Slice {
  start: number;
  end: number;
}

/** The lines to draw around those in view: many short ones, few long ones, so that no frame takes long. */
export function fitSlice(lines: readonly LogLine[], view: { first: number; last: number }, wide: boolean): Slice {
  const first = Math.min(Math.max(0, view.first), Math.max(0, lines.length - 1));
  const last = Math.min(lines.length - 1, Math.max(view.last, first));
  const half = Math.max(LEAST_MARGIN, Math.floor(((wide ? MOST_ROWS : FIRST_ROWS) - (last - first + 1)) / 2));
  const before = reach(lines, first, -1, Math.max(half, last + half - lines.length + 1 + half));
  const after = reach(lines, last, 1, Math.max(half, half + half - first));
  return { start: first - before, end: last + 1 + after };
}

/** How many lines from one on, in one direction, are within the bounds. */
function reach(lines: readonly LogLine[], from: number, step: 1 | -1, most: number): number {
  let characters = 0;
  let count = 0;
  for (let at = from + step; at >= 0 && at < lines.length && count < most; at += step) {
    characters += Math.min(lines[at]?.text.length ?? 0, DRAWN_CHARACTERS);
    if (characters > MOST_CHARACTERS / 2 && count >= LEAST_MARGIN) break;
    count++;
  }
  return count;
}
