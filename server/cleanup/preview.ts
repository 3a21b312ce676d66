import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { CleanupPreview, CleanupRule, CleanupSubjectName } from '@/contracts/cleanup';
import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import { auditEntry } from './audit';
import { readProtections } from './protections/store';
import { fixRule, readFixedRule } from './rules/fixed-rule';
import { encodeIds, FROZEN_PART } from './rules/frozen-ids';
import { FIRST_BATCH } from './rules/pace';
import { insertRun, type RunRow } from './runs/store';
import type { CleanupSubject, Group, Target } from './subject/service';
import { subjectOf } from './subjects';

const DAY_MS = 86_400_000;
const AGES_DAYS = [1, 7, 30, 90, 180, 365];
const MOST_GROUPS = 20;
const SAMPLE = 20;

interface FrozenSet {
  parts: Buffer[];
  size: number;
  /** Some of the ids, evenly spread. */
  spread: number[];
  /** A run of neighbours, to try a batch with. */
  pilot: number[];
}

async function freeze(context: Context, subject: CleanupSubject, target: Target): Promise<FrozenSet> {
  const parts: Buffer[] = [];
  const firsts: number[] = [];
  let size = 0;
  let pilot: number[] = [];
  for (let after = 0; ; ) {
    const ids = await subject.freeze(context.database, target, after, FROZEN_PART);
    const last = ids.at(-1);
    if (last === undefined) break;
    parts.push(encodeIds(ids));
    size += ids.length;
    if (ids.length >= pilot.length) pilot = ids.slice(0, FIRST_BATCH);
    const step = Math.max(1, Math.floor(ids.length / SAMPLE));
    for (let at = 0; at < ids.length; at += step) firsts.push(ids[at] as number);
    if (ids.length < FROZEN_PART) break;
    after = last;
  }
  const step = Math.max(1, Math.floor(firsts.length / SAMPLE));
  const spread = firsts.filter((_, index) => index % step === 0).slice(0, SAMPLE);
  return { parts, size, spread, pilot };
}

/** The largest groups by a name, and how many rows the others have. */
function largest(groups: readonly Group[], by: 'user' | 'application') {
  const counts = new Map<string | null, number>();
  for (const group of groups) counts.set(group[by], (counts.get(group[by]) ?? 0) + group.count);
  const sorted = [...counts].map(([name, count]) => ({ name, count })).sort((left, right) => right.count - left.count);
  const rest = sorted.slice(MOST_GROUPS).reduce((sum, { count }) => sum + count, 0);
  return { groups: sorted.slice(0, MOST_GROUPS), rest };
}

function ages(groups: readonly Group[]): CleanupPreview['byAge'] {
  return [0, ...AGES_DAYS].map((fromDays, age) => ({
    fromDays,
    toDays: AGES_DAYS[age] ?? null,
    count: groups.reduce((sum, group) => sum + (group.age === age ? group.count : 0), 0),
  }));
}

/** Thrown to roll a transaction back that was only for trying. */
class Tried extends Error {}

/** Does a small batch, measures it, and takes it back. */
async function tryBatch(
  context: Context,
  subject: CleanupSubject,
  { pilot, size }: FrozenSet,
): Promise<CleanupPreview['estimate']> {
  if (pilot.length === 0) return null;
  const { database } = context;
  let childRows = 0;
  let bytes = 0;
  let milliseconds = 0;
  try {
    await database.transaction(async (on) => {
      const begun = performance.now();
      const ids = pilot.slice(0, await subject.fitting(database, on, pilot, 8 << 20));
      const kept = await subject.read(database, on, ids);
      bytes = ((await promisify(gzip)(kept.text, { level: 1 })).length / ids.length) * size;
      childRows = (kept.childRows / ids.length) * size;
      await subject.remove(database, on, ids);
      milliseconds = ((performance.now() - begun) / ids.length) * pilot.length;
      throw new Tried();
    });
  } catch (error) {
    if (!(error instanceof Tried)) throw error;
  }
  return {
    seconds: Math.ceil(((milliseconds / pilot.length) * size) / 1000),
    childRows: Math.round(childRows),
    archiveBytes: Math.round(bytes),
    batchMilliseconds: Math.round(milliseconds * 10) / 10,
  };
}

/**
 * Freezes the rows that a rule finds now, and says what they are. Nothing is removed.
 * @throws AppError database_unavailable
 */
export async function makePreview(
  context: Context,
  { subject: name, rule }: { subject: CleanupSubjectName; rule: CleanupRule },
): Promise<RunRow> {
  const { database, clock, actor } = context;
  const subject = subjectOf(name);
  const now = clock.now();
  const fixed = fixRule(rule, now);
  const target: Target = { rule: readFixedRule(fixed), protections: await readProtections(database, name) };
  const edges = AGES_DAYS.map((days) => new Date(now.getTime() - days * DAY_MS));
  const frozen = await freeze(context, subject, target);
  const groups = await subject.groups(database, target, edges);
  const users = largest(groups, 'user');
  const applications = largest(groups, 'application');
  const sample = await subject.sample(database, frozen.spread);
  const preview: CleanupPreview = {
    byUser: users.groups,
    otherUsers: users.rest,
    byApplication: applications.groups,
    otherApplications: applications.rest,
    byAge: ages(groups),
    protected: await subject.countProtected(database, target),
    sample: sample.map(({ createTime, updateTime, accessTime, ...row }) => ({
      ...row,
      createTime: createTime.toISOString(),
      updateTime: updateTime.toISOString(),
      accessTime: accessTime.toISOString(),
    })),
    estimate: await tryBatch(context, subject, frozen),
  };
  return database.transaction(async (on) => {
    const row = await insertRun(
      on,
      {
        subject: name,
        rule: JSON.stringify(fixed),
        preview: JSON.stringify(preview),
        createdBy: actor.name,
        frozen: frozen.size,
        batchSize: FIRST_BATCH,
      },
      frozen.parts,
      now,
    );
    await writeAudit(on, [auditEntry(context, 'cleanup.preview', row.id, { rule: fixed, frozen: frozen.size })], now);
    return row;
  });
}
