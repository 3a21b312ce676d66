import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CleanupSubject } from '@/contracts/cleanup';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import type { RowTree } from '@/server/platform/db/row-tree';
import { readSegment, type SegmentRows } from '../archive/segments';
import { findPresent, insertLines } from '../rows/store';
import { endRun, heedRequest } from '../runs/settle';
import { changeOwnRun, findRun, findSegments, type RunRow, type SegmentRow } from '../runs/store';
import { archiveStorage } from '../runs/sweep';
import { treeOf } from '../subjects';

/** Text of rows that one statement takes, so that it stays below what MariaDB takes at all. */
const STATEMENT_CHARACTERS = 2 << 20;

interface ArchivedRow {
  line: string;
  id: number;
  /** Id of the root that it belongs to. */
  root: number;
  owner: number | null;
}

/** The rows of a segment by table, each with the root that it belongs to. */
function parseRows(tree: RowTree, segment: SegmentRows): Map<string, ArchivedRow[]> {
  const tables = new Map<string, ArchivedRow[]>();
  const rootOf = new Map<string, Map<number, number>>();
  for (const { table, columns, owner, parent } of [
    { table: tree.table, columns: tree.columns, owner: null, parent: null },
    ...tree.children,
  ]) {
    const at = owner === null ? -1 : columns.findIndex(({ name }) => name === owner);
    const roots = new Map<number, number>();
    const rows = (segment.get(table) ?? []).map((line) => {
      const values = JSON.parse(line) as unknown[];
      const id = Number(values[0]);
      const ownerId = at < 0 ? null : Number(values[at]);
      const root = parent === null || ownerId === null ? id : (rootOf.get(parent)?.get(ownerId) ?? ownerId);
      roots.set(id, root);
      return { line, id, root, owner: ownerId };
    });
    rootOf.set(table, roots);
    tables.set(table, rows);
  }
  return tables;
}

/** Roots of a segment that are to come back: all, or one user's. */
function wantedRoots(tree: RowTree, rows: readonly ArchivedRow[], user: string | null): Set<number> {
  const at = tree.columns.findIndex(({ name }) => name === tree.user);
  const wanted = user === null ? rows : rows.filter(({ line }) => (JSON.parse(line) as unknown[])[at] === user);
  return new Set(wanted.map(({ id }) => id));
}

/** Roots that cannot come back whole: their id, that of a row of theirs, or their place as an owner is taken. */
async function takenRoots(
  context: Context,
  tree: RowTree,
  tables: ReadonlyMap<string, ArchivedRow[]>,
  on: Queryable,
): Promise<Set<number>> {
  const { database } = context;
  const taken = new Set<number>();
  const mark = async (
    rows: readonly ArchivedRow[],
    table: string,
    column: string,
    key: (row: ArchivedRow) => number,
  ) => {
    if (rows.length === 0) return;
    const present = await findPresent(database, table, column, [...new Set(rows.map(key))], on);
    if (present.size > 0) for (const row of rows) if (present.has(key(row))) taken.add(row.root);
  };
  await mark(tables.get(tree.table) ?? [], tree.table, 'id', ({ id }) => id);
  for (const { table, owner, parent } of tree.children) {
    await mark(tables.get(table) ?? [], table, 'id', ({ id }) => id);
    await mark(tables.get(parent) ?? [], table, owner, ({ id }) => id);
  }
  return taken;
}

async function insertRows(
  context: Context,
  tree: RowTree,
  tables: ReadonlyMap<string, ArchivedRow[]>,
  on: Queryable,
): Promise<void> {
  for (const { table, columns } of [tree, ...tree.children]) {
    const rows = tables.get(table) ?? [];
    for (let at = 0; at < rows.length; ) {
      const lines: string[] = [];
      for (let size = 0; at < rows.length && (lines.length === 0 || size < STATEMENT_CHARACTERS); at++) {
        const { line } = rows[at] as ArchivedRow;
        lines.push(line);
        size += line.length;
      }
      await insertLines(context.database, table, columns, lines, on);
    }
  }
}

/** Puts one segment back in one transaction. @throws SegmentDamaged, StorageError, RunLost */
async function restoreSegment(
  context: Context,
  run: RunRow,
  segment: SegmentRow,
  storage: ReturnType<typeof archiveStorage>,
  runningMs: number,
): Promise<void> {
  const tree = treeOf(run.subject as CleanupSubject);
  const all = parseRows(tree, await readSegment(storage, segment));
  const wanted = wantedRoots(tree, all.get(tree.table) ?? [], run.undoUser);
  const only = (keep: (root: number) => boolean, from: ReadonlyMap<string, ArchivedRow[]>) =>
    new Map([...from].map(([table, rows]) => [table, rows.filter(({ root }) => keep(root))]));
  const asked = only((root) => wanted.has(root), all);
  let restored = 0;
  let taken = new Set<number>();
  await context.database.transaction(async (on) => {
    taken = await takenRoots(context, tree, asked, on);
    const free = only((root) => !taken.has(root), asked);
    restored = free.get(tree.table)?.length ?? 0;
    await insertRows(context, tree, free, on);
    if (taken.size > 0)
      await on.cleanupSkipped.createMany({
        data: [...taken].map((rowId) => ({ runId: run.id, rowId, reason: 'exists' })),
      });
    await changeOwnRun(
      run,
      {
        processed: run.processed + segment.rows,
        affected: run.affected + restored,
        skipped: run.skipped + taken.size,
        batchSize: segment.rows,
        runningMs: BigInt(Math.round(runningMs)),
      },
      on,
    );
  });
  run.processed += segment.rows;
  run.affected += restored;
  run.skipped += taken.size;
}

/** Reads the whole archive once: what is damaged must show before anything is put back. */
async function verifyArchive(
  context: Context,
  origin: RunRow,
  storage: ReturnType<typeof archiveStorage>,
  signal: AbortSignal,
): Promise<SegmentRow[]> {
  const segments = await findSegments(context.database, origin.id, 0, 1_000_000);
  for (const segment of segments) {
    signal.throwIfAborted();
    await readSegment(storage, segment);
  }
  return segments;
}

/**
 * Puts back what a run deleted, segment by segment, until all is there, somebody pauses or cancels it, or it is told to
 * stop; then it can be gone on with. The archive is compared with its hashes before anything is put back.
 * @throws SegmentDamaged, StorageError, RunLost
 */
export async function performUndo(context: Context, run: RunRow, signal: AbortSignal): Promise<void> {
  const origin = run.undoOf === null ? null : await findRun(context.database, run.undoOf);
  if (!origin || origin.undoUntil === null) {
    await endRun(context, run, 'failed', 'The archive is gone: its time is over. Nothing more can be put back.');
    return;
  }
  const storage = archiveStorage(context, origin.storage);
  const segments = await verifyArchive(context, origin, storage, signal);
  let spent = Number(run.runningMs);
  let position = 0;
  for (const segment of segments) {
    position += segment.rows;
    if (position <= run.processed) continue;
    if (signal.aborted || (await heedRequest(context, run))) return;
    const started = performance.now();
    await restoreSegment(context, run, segment, storage, spent);
    spent += performance.now() - started;
    await nextTurn();
  }
  if (!signal.aborted && !(await heedRequest(context, run))) await endRun(context, run, 'done');
}
