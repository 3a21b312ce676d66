import { createHash } from 'node:crypto';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { FROZEN_PART } from './rules/frozen-ids';
import { findBatches, findFrozenIds, findSkipped, type RunRow } from './runs/store';
import { toCleanupRun } from './serializer';

const PAGE = 1000;

/** Pages of something, one after another. */
async function* pages<T>(read: (last: T | undefined) => Promise<T[]>): AsyncGenerator<T> {
  for (let last: T | undefined; ; ) {
    const page = await read(last);
    yield* page;
    last = page.at(-1);
    if (page.length < PAGE) return;
  }
}

/** SHA-256 over the ids that were removed, in order, one a line. */
async function hashOfIds({ database }: Context, run: RunRow): Promise<string> {
  const hash = createHash('sha256');
  const left = new Set<number>();
  for await (const { id } of pages<{ id: number }>((last) => findSkipped(database, run.id, last?.id ?? 0, PAGE)))
    left.add(id);
  for (let at = 0; at < run.processed; at += FROZEN_PART) {
    const ids = await findFrozenIds(database, run.id, at, Math.min(FROZEN_PART, run.processed - at));
    const removed = ids.filter((id) => !left.has(id));
    if (removed.length > 0) hash.update(`${removed.join('\n')}\n`);
  }
  return hash.digest('hex');
}

/**
 * What a cleanup removed, for the files; its archive is named segment by segment with hashes, so that it can be checked.
 * @throws AppError conflict before it has ended, gone when its frozen set was let go
 */
export async function makeReceipt(context: Context, run: RunRow) {
  if (run.finishedTime === null)
    throw new AppError('conflict', 'This cleanup has not ended; there is a receipt when it is completed or cancelled.');
  if (run.undoUntil === null && run.state !== 'undone')
    throw new AppError('gone', 'The time of this cleanup is over: its frozen set and its archive were let go.');
  const segments: {
    number: number;
    segment: string;
    sha256: string;
    bytes: number;
    removed: number;
    childRows: number;
  }[] = [];
  const batches = pages<{ number: number }>((last) =>
    findBatches(context.database, run.id, last ? last.number + 1 : 0, PAGE),
  ) as AsyncGenerator<Awaited<ReturnType<typeof findBatches>>[number]>;
  for await (const { number, segment, sha256, bytes, removed, childRows } of batches)
    segments.push({ number, segment, sha256, bytes: Number(bytes), removed, childRows });
  const { batchSize: _, rate: __, remainingSeconds: ___, ...facts } = toCleanupRun(run);
  return { ...facts, idsSha256: await hashOfIds(context, run), segments };
}

/** A cell as spreadsheets read it; what they would take for a formula is marked as text. */
function cell(value: string | number | null): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The receipt as lines of name and value, then a table of the segments. */
export function receiptAsCsv({ segments, rule, ...facts }: Awaited<ReturnType<typeof makeReceipt>>): string {
  const lines = Object.entries(facts).map(([name, value]) => [name, value]);
  const table = segments.map((one) => [one.number, one.segment, one.sha256, one.bytes, one.removed, one.childRows]);
  return [
    ['name', 'value'],
    ...lines,
    ['rule', JSON.stringify(rule)],
    [],
    ['number', 'segment', 'sha256', 'bytes', 'removed', 'childRows'],
    ...table,
  ]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}
