import type { compareMaterialText } from '@/contracts/material-versions';

type Hunk = (typeof compareMaterialText)['data']['_zod']['output']['hunks'][number];

/** A line of one side. */
export interface Line {
  number: number;
  text: string;
}

/**
 * A row of a comparison: a line that both sides have, one that only one has, or (side by side) one that was put in place
 * of another. `difference` counts runs of lines that differ, from 0; null where nothing differs.
 */
export interface Row {
  before: Line | null;
  after: Line | null;
  difference: number | null;
  /** Lines between this row and the one before are left out. */
  gap: boolean;
}

/** All lines one below the other: what went before what came. */
export function unifiedRows(hunks: readonly Hunk[]): Row[] {
  const rows: Row[] = [];
  let differences = 0;
  for (const hunk of hunks) {
    let before = hunk.fromLine;
    let after = hunk.toLine;
    hunk.lines.forEach(({ kind, text }, index) => {
      const last = rows.at(-1);
      const gap = index === 0 && rows.length > 0;
      // Hunks lie apart, so a new one never goes on with the difference of the last.
      if (kind !== 'same' && (gap || !last || last.difference === null)) differences += 1;
      rows.push({
        before: kind === 'added' ? null : { number: before++, text },
        after: kind === 'removed' ? null : { number: after++, text },
        difference: kind === 'same' ? null : differences - 1,
        gap,
      });
    });
  }
  return rows;
}

/** The same with the removed and the added lines of a difference beside each other. */
export function sideBySideRows(unified: readonly Row[]): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < unified.length; ) {
    const row = unified[at];
    if (!row) break;
    if (row.difference === null) {
      rows.push(row);
      at += 1;
      continue;
    }
    const run = unified.slice(at).findIndex(({ difference }) => difference !== row.difference);
    const end = run < 0 ? unified.length : at + run;
    const part = unified.slice(at, end);
    const removed = part.flatMap(({ before }) => before ?? []);
    const added = part.flatMap(({ after }) => after ?? []);
    for (let line = 0; line < Math.max(removed.length, added.length); line++)
      rows.push({
        before: removed[line] ?? null,
        after: added[line] ?? null,
        difference: row.difference,
        gap: line === 0 && row.gap,
      });
    at = end;
  }
  return rows;
}
