import type { CleanupPreview, CleanupRule, CleanupSubject } from '@/contracts/cleanup';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import type { RowTree } from '@/server/platform/db/row-tree';
import { packSegment } from '../archive/segments';
import { namesOf } from '../protections/protections';
import { findProtections, type ProtectionRow } from '../protections/store';
import { deleteTrees, measureLargeValues, type ProtectedNames, readTreeLines } from '../rows/store';
import { type FrozenRule, freezeRule } from '../rules/frozen-rule';
import { AGE_LIMITS, Histogram } from '../rules/histogram';
import { packIds } from '../rules/id-list';
import { CHUNK_IDS, changeOwnRun, deleteChunks, type RunRow } from '../runs/store';
import { treeOf } from '../subjects';
import { countProtected, findIds, findSample, PART_IDS, readMatchingPart } from './store';

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
  for (let afterId = 0; ; ) {
    signal.throwIfAborted();
    const part = await readMatchingPart(database, tree, rule, names, afterId, limits);
    if (part.ids.length === 0) break;
    for (const group of part.groups) histogram.add(group);
    const chunks: { runId: number; number: number; ids: string }[] = [];
    // A part is a whole number of chunks, so that positions name chunks; only the last part may be shorter.
    for (let at = 0; at < part.ids.length; at += CHUNK_IDS)
      chunks.push({
        runId: run.id,
        number: (count + at) / CHUNK_IDS,
        ids: packIds(part.ids.slice(at, at + CHUNK_IDS)),
      });
    count += part.ids.length;
    if (first.length < PILOT_ROWS) first.push(...part.ids.slice(0, PILOT_ROWS));
    await database.transaction(async (on) => {
      await changeOwnRun(run, { total: count }, on);
      await on.cleanupChunk.createMany({ data: chunks });
    });
    if (part.ids.length < PART_IDS) break;
    afterId = part.ids.at(-1) as number;
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

class TakenBack extends Error {}

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
  try {
    await database.transaction(async (on) => {
      const started = performance.now();
      deleted = (await deleteTrees(database, tree, rule, names, ids, on)) ?? deleted;
      ms = performance.now() - started;
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  const factor = count / ids.length;
  deleted.delete(tree.table);
  return {
    children: Object.fromEntries([...deleted].map(([table, rows]) => [table, Math.round(rows * factor)])),
    seconds: (ms / 1000) * factor,
    archiveBytes: Math.round(bytes.length * factor),
    pilotRows: ids.length,
  };
}

/**
 * Makes the preview of a run: freezes the exact set and writes down what it is.
 * @throws AppError invalid_input, RunLost, AbortError
 */
export async function makePreview(context: Context, run: RunRow, signal: AbortSignal): Promise<void> {
  const { database, clock } = context;
  const subject = run.subject as CleanupSubject;
  const tree = treeOf(subject);
  const now = clock.now();
  const given = JSON.parse(run.rule) as CleanupRule;
  const rule = freezeRule(given, subject, tree.times, now, database.toColumnTime);
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
  await database.transaction((on) =>
    changeOwnRun(
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
    ),
  );
}
