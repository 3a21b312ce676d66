import type { z } from 'zod';
import type { CleanupRule, CleanupState, CleanupSubject } from '@/contracts/cleanup';
import type { CleanupReceipt, listCleanupSkipped } from '@/contracts/cleanup-receipts';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { needAdministrator } from '../policy';
import { readCursor } from '../rules/cursor';
import { toCsv } from '../rules/receipt-csv';
import { needRun } from '../runs/runs';
import { countSkipped, findSegments, findSkipped } from '../runs/store';
import { toRun } from '../serializer';

/** A run has no more segments than this: batches have at least 25 rows, but for the largest values. */
const MOST_SEGMENTS = 1_000_000;

/** Rows that a run left as they are. @throws AppError forbidden, not_found, invalid_input (cursor) */
export async function listSkipped(
  context: Context,
  id: number,
  { pageSize, cursor }: z.output<(typeof listCleanupSkipped)['query']>,
): Promise<z.output<(typeof listCleanupSkipped)['data']>> {
  needAdministrator(context.actor);
  await needRun(context, id);
  const rows = await findSkipped(context.database, id, readCursor(cursor) ?? 0, pageSize + 1);
  const page = rows.slice(0, pageSize);
  type Reason = z.output<(typeof listCleanupSkipped)['data']>['items'][number]['reason'];
  return {
    items: page.map(({ rowId, reason }) => ({ id: rowId, reason: reason as Reason })),
    nextCursor: rows.length > pageSize ? String(page.at(-1)?.rowId) : null,
  };
}

/** The receipt of a run that was started. @throws AppError forbidden, not_found, conflict (it was not started) */
export async function readReceipt(context: Context, id: number): Promise<CleanupReceipt> {
  needAdministrator(context.actor);
  const row = await needRun(context, id);
  if (row.startedTime === null)
    throw new AppError('conflict', `Run ${id} was never started: there is nothing to give a receipt for.`);
  const segments = await findSegments(context.database, id, 0, MOST_SEGMENTS);
  return {
    runId: row.id,
    kind: row.kind as CleanupReceipt['kind'],
    subject: row.subject as CleanupSubject,
    state: row.state as CleanupState,
    rule: JSON.parse(row.rule) as CleanupRule,
    reason: row.reason,
    createdBy: row.createdBy,
    startedBy: row.startedBy,
    createdTime: row.createdTime.toISOString(),
    startedTime: row.startedTime.toISOString(),
    endedTime: row.endedTime?.toISOString() ?? null,
    previewed: row.total,
    affected: row.affected,
    skipped: await countSkipped(context.database, id),
    idsSha256: row.idsSha256,
    segments: segments.map((segment) => ({
      number: segment.number,
      rows: segment.rows,
      childRows: segment.childRows,
      firstId: segment.firstId,
      lastId: segment.lastId,
      sizeBytes: Number(segment.sizeBytes),
      sha256: segment.sha256,
      time: segment.time.toISOString(),
    })),
    undoableUntil: toRun(row, context.clock.now()).undoableUntil,
  };
}

/** The receipt as CSV. @throws AppError as `readReceipt` */
export async function receiptAsCsv(context: Context, id: number): Promise<string> {
  return toCsv(await readReceipt(context, id));
}
