import type { CleanupPreview, CleanupRule, CleanupSubject } from '@/contracts/cleanup';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import type { RowTree } from '@/server/platform/db/row-tree';
import { AppError } from '@/server/platform/errors';
import { packSegment } from '../archive/segments';
import { insertLog } from '../log/store';
import { namesOf } from '../protections/protections';
import { findProtections, type ProtectionRow } from '../protections/store';
import { findUnknownColumns } from '../rows/columns/store';
import type { ProtectedNames } from '../rows/conditions/store';
import { readTreeLines } from '../rows/lines/store';
import { rehearse } from '../rows/rehearsal';
import { deleteTrees, measureLargeValues } from '../rows/store';
import { type FrozenRule, freezeRule } from '../rules/frozen-rule';
import { AGE_LIMITS, Histogram } from '../rules/histogram';
import { packIds } from '../rules/id-list';
import { CHUNK_IDS, changeOwnRun, deleteChunks, type RunRow } from '../runs/store';
import { treeOf } from '../subjects';
import { countProtected, findIds, findSample, matchingParts } from './store';

const SAMPLED = 100;
const PILOT_ROWS = 500;
const LARGEST_PILOT_BYTES = 8 << 20;
const LISTED_UNKNOWN = 100;

/** What a preview is made from. */
interface Work {
  context: Context;
  run: RunRow;
  tree: RowTree;
  rule: FrozenRule;
  protections: ProtectionRow[];
  names: ProtectedNames;
}

/** Freezes the ids that a rule takes, chunk by chunk, and counts them. Returns their number and the first of them. */
async function freeze(
  { context, run, tree, rule, names }: Work,
  histogram: Histogram,
  now: Date,
  signal: AbortSignal,
): Promise<{ count: number; first: number[] }> {
  const { database } = context;
  const limits = AGE_LIMITS.map((seconds) => database.toColumnTime(new Date(now.getTime() - seconds * 1000)));
  await deleteChunks(database, run.id);
  const first: number[] = [];
  let count = 0;
  let number = 0;
  // Ids that do not fill a chunk yet: positions name chunks, so that only the last may be shorter.
  let rest: number[] = [];
  for await (const part of matchingParts(database, { tree, rule, names, limits })) {
    signal.throwIfAborted();
    for (const group of part.groups) histogram.add(group);
    count += part.ids.length;
    first.push(...part.ids.subarray(0, PILOT_ROWS - first.length));
    rest = [...rest, ...part.ids];
    const chunks: { runId: number; number: number; ids: string }[] = [];
    let at = 0;
    for (; rest.length - at >= CHUNK_IDS || (part.isLast && at < rest.length); at += CHUNK_IDS)
      chunks.push({ runId: run.id, number: number++, ids: packIds(rest.slice(at, at + CHUNK_IDS)) });
    rest = rest.slice(at);
    await database.transaction(async (on) => {
      await changeOwnRun(run, { total: count }, on);
      await on.cleanupChunk.createMany({ data: chunks });
    });
  }
  return { count, first };
}

/** Rows that fit and are protected, with what protects them; each protection counts what it names. */
async function readProtected({ context, tree, rule, protections, names }: Work): Promise<CleanupPreview['protected']> {
  if (protections.length === 0) return { count: 0, reasons: [] };
  const groups = await countProtected(context.database, tree, rule, names);
  const namedBy = ({ kind, value }: ProtectionRow, group: (typeof groups)[number]) =>
    (kind === 'user' && group.user === value) ||
    (kind === 'application' && group.application === value) ||
    (kind === 'id' && group.id === Number(value));
  const sum = (some: typeof groups) => some.reduce((total, { count }) => total + count, 0);
  return {
    count: sum(groups),
    reasons: protections
      .map((row) => {
        const count = sum(groups.filter((group) => namedBy(row, group)));
        return { protectionId: row.id, kind: row.kind, value: row.value, count };
      })
      .filter(({ count }) => count > 0),
  };
}

/** Deletes a few rows, measures it, and takes it back. */
async function pilot(work: Work, count: number, first: readonly number[]): Promise<CleanupPreview['estimate']> {
  const { context, tree, rule, names } = work;
  const { database } = context;
  let ids = first.slice(0, PILOT_ROWS);
  while (ids.length > 1 && (await measureLargeValues(database, tree, ids)) > LARGEST_PILOT_BYTES)
    ids = ids.slice(0, Math.floor(ids.length / 2));
  if (ids.length === 0) return null;
  const { bytes } = await packSegment(await readTreeLines(database, tree, ids));
  let ms = 0;
  let deleted = new Map<string, number>();
  await rehearse(database, async (on) => {
    const started = performance.now();
    deleted = (await deleteTrees(database, tree, rule, names, ids, on)) ?? deleted;
    ms = performance.now() - started;
  });
  const factor = count / ids.length;
  deleted.delete(tree.table);
  return {
    children: Object.fromEntries([...deleted].map(([table, rows]) => [table, Math.round(rows * factor)])),
    seconds: (ms / 1000) * factor,
    archiveBytes: Math.round(bytes.length * factor),
    pilotRows: ids.length,
  };
}

/** A cleanup must be able to put back all that it takes. @throws AppError conflict */
async function needKnownColumns(context: Context, tree: RowTree): Promise<void> {
  const unknown = await findUnknownColumns(context.database, tree);
  if (unknown.length > 0)
    throw new AppError(
      'conflict',
      `Another program has added columns that a cleanup could not put back: ${unknown.join(', ')}. Nothing was frozen; update Engineroom, or remove them`,
    );
}

/**
 * Makes the preview of a run: freezes the exact set and writes down what it is.
 * @throws AppError invalid_input, conflict (columns that are not known), RunLost, AbortError
 */
export async function makePreview(context: Context, run: RunRow, signal: AbortSignal): Promise<void> {
  const { database, clock } = context;
  const subject = run.subject as CleanupSubject;
  const tree = treeOf(subject);
  await needKnownColumns(context, tree);
  const now = clock.now();
  const given = JSON.parse(run.rule) as CleanupRule;
  const rule = freezeRule(given, subject, tree, now, database.toColumnTime);
  const protections = await findProtections(database, subject);
  const work: Work = { context, run, tree, rule, protections, names: namesOf(protections) };
  const histogram = new Histogram();
  const { count, first } = await freeze(work, histogram, now, signal);
  const known = new Set(rule.ids ? await findIds(database, tree, rule.ids) : []);
  const unknown = (rule.ids ?? []).filter((id) => !known.has(id));
  const preview: CleanupPreview = {
    count,
    ...histogram.result(),
    sample: await findSample(database, tree, first.slice(0, SAMPLED)),
    protected: await readProtected(work),
    unknownIds: { count: unknown.length, items: unknown.slice(0, LISTED_UNKNOWN) },
    estimate: await pilot(work, count, first),
    time: wholeSeconds(now).toISOString(),
  };
  signal.throwIfAborted();
  await database.transaction(async (on) => {
    await changeOwnRun(
      run,
      {
        total: count,
        frozen: JSON.stringify(rule),
        preview: JSON.stringify(preview),
        ...(run.deletes
          ? { state: 'running', startedBy: run.createdBy, startedTime: wholeSeconds(clock.now()) }
          : { state: 'previewed' }),
      },
      on,
    );
    const detail = { count, protected: preview.protected.count };
    await insertLog(on, run.id, { action: 'previewed', actor: context.actor.name, detail }, clock.now());
  });
}
