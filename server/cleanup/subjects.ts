import type { CleanupSubject } from '@/contracts/cleanup';
import { CONTEXT_ROWS } from '@/server/contexts/rows/service';
import { engineRecordRows } from '@/server/engine-history/rows/service';
import { logArchiveRows, removeLogsOf } from '@/server/engine-logs/rows/service';
import type { Context } from '@/server/platform/context';
import type { RowTree } from '@/server/platform/db/row-tree';
import type { SegmentRows } from './archive/segments';

/** What cleanups know of a subject. */
interface Subject {
  tree: RowTree;
  /**
   * Removes what rows of a segment name outside the database, once nobody can restore them any more.
   * @param isLost whether no archive has the root with this id
   * @throws StorageError
   */
  removeNamed?: (context: Context, rows: SegmentRows, isLost: (id: number) => boolean) => Promise<void>;
}

const ENGINE_RECORD_ROWS = engineRecordRows(logArchiveRows);

/** Archived logs are what remains of engines' records outside the database. */
async function removeLogs(context: Context, rows: SegmentRows, isLost: (id: number) => boolean): Promise<void> {
  const { table, columns } = ENGINE_RECORD_ROWS;
  const at = columns.findIndex(({ name }) => name === 'ticket_id');
  const kept = new Set<unknown>();
  for (const line of rows.get(table) ?? []) {
    const values = JSON.parse(line) as unknown[];
    if (!isLost(Number(values[0]))) kept.add(values[at]);
  }
  await removeLogsOf(context, rows.get('er_log_archive') ?? [], (ticketId) => !kept.has(ticketId));
}

const SUBJECTS: Record<CleanupSubject, Subject> = {
  contexts: { tree: CONTEXT_ROWS },
  engineRecords: { tree: ENGINE_RECORD_ROWS, removeNamed: removeLogs },
};

/** What cleanups know of a subject. */
export function subjectOf(subject: CleanupSubject): Subject {
  return SUBJECTS[subject];
}

/** The tables of a subject. */
export function treeOf(subject: CleanupSubject): RowTree {
  return SUBJECTS[subject].tree;
}
