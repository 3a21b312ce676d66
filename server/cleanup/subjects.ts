import type { CleanupSubject } from '@/contracts/cleanup';
import { CONTEXT_ROWS } from '@/server/contexts/rows/service';
import type { RowTree } from '@/server/platform/db/row-tree';

const TREES: Record<CleanupSubject, RowTree> = { contexts: CONTEXT_ROWS };

/** The tables of a subject. */
export function treeOf(subject: CleanupSubject): RowTree {
  return TREES[subject];
}
