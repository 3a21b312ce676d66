import type { CleanupRule, CleanupSubject } from '@/contracts/cleanup';
import type { RowTree } from '@/server/platform/db/row-tree';
import { AppError } from '@/server/platform/errors';

/**
 * What a rule meant when its preview was made. Texts are wall-clock texts of Linkis' datetime columns
 * (`yyyy-MM-dd HH:mm:ss`).
 */
export interface FrozenRule {
  /** Column of the rule's time; null when it has none. */
  column: string | null;
  from: string | null;
  to: string | null;
  /** Rows whose times reach this were touched since: the preview's own second, which counts as after it. */
  touchedFrom: string;
  /** The same moment in UTC, for tables that keep that. */
  touchedFromUtc?: string;
  users: string[] | null;
  applications: string[] | null;
  ids: number[] | null;
  /** Statuses of which a row has one, `none` for rows without; null where rows have no status. */
  statuses?: readonly string[] | null;
  /** What stays although it fits. */
  except?: { users: readonly string[]; applications: readonly string[]; ids: readonly number[] };
}

/** Ids in their order, each once. */
const inOrder = (ids: readonly number[]) => [...new Set(ids)].sort((left, right) => left - right);

function exceptionsOf({ exceptUsers = [], exceptApplications = [], exceptIds = [] }: CleanupRule) {
  return { users: exceptUsers, applications: exceptApplications, ids: inOrder(exceptIds) };
}

const QUARTER_MS = 900_000;

/**
 * The least wall-clock text from an instant on: where clocks go back within two hours, what is written then reads as
 * earlier than the instant itself.
 */
function leastColumnTime(instant: Date, toColumnTime: (instant: Date) => string): string {
  let least = toColumnTime(instant);
  const quarter = Math.floor(instant.getTime() / QUARTER_MS) * QUARTER_MS;
  for (let step = 1; step <= 8; step++) {
    const text = toColumnTime(new Date(quarter + step * QUARTER_MS));
    if (text < least) least = text;
  }
  return least;
}

function fault(path: string, message: string): AppError {
  return new AppError('invalid_input', `The rule cannot be used: ${message}.`, {
    faults: [{ path: `rule.${path}`, message }],
  });
}

/**
 * Fixes what a rule means at a moment.
 * @throws AppError invalid_input when the rule asks for what the subject has not
 */
export function freezeRule(
  rule: CleanupRule,
  subject: CleanupSubject,
  { times, status }: RowTree,
  now: Date,
  toColumnTime: (instant: Date) => string,
): FrozenRule {
  const column = rule.time === undefined ? null : (times[rule.time] ?? null);
  if (rule.time !== undefined && column === null)
    throw fault('time', `${subject} have no such time; expected ${Object.keys(times).join(', ')}`);
  if (rule.statuses && !status) throw fault('statuses', `${subject} have no status; leave it out`);
  const age = rule.olderThanSeconds;
  const until = age !== undefined ? new Date(now.getTime() - age * 1000) : rule.to ? new Date(rule.to) : null;
  // Years beyond four digits cannot be compared as texts.
  const inRange = (time: Date | null) => time === null || (time.getTime() >= -30e12 && time.getUTCFullYear() < 9999);
  const from = rule.from ? new Date(rule.from) : null;
  if (!inRange(from)) throw fault('from', 'expected a year from 1020 to 9998');
  if (!inRange(until)) throw fault('to', 'expected a year from 1020 to 9998');
  return {
    column,
    from: from && toColumnTime(from),
    to: until && toColumnTime(until),
    touchedFrom: leastColumnTime(now, toColumnTime),
    touchedFromUtc: now.toISOString().slice(0, 19).replace('T', ' '),
    users: rule.users ?? null,
    applications: rule.applications ?? null,
    ids: rule.ids ? inOrder(rule.ids) : null,
    // What has not ended goes only when it is named.
    statuses: rule.statuses ?? status?.ended ?? null,
    except: exceptionsOf(rule),
  };
}
