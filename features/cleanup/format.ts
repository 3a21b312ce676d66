import type { CleanupRule, CleanupRun } from '@/contracts/cleanup';

const DAY_SECONDS = 86_400;

/** True while something happens to a run without anybody asking. */
export function isUnderWay({ state, request }: Pick<CleanupRun, 'state' | 'request'>): boolean {
  return state === 'previewing' || state === 'running' || request !== null;
}

/** True when a run can be undone now. */
export function isUndoable({ kind, undoableUntil }: CleanupRun, now: number): boolean {
  return kind === 'cleanup' && undoableUntil !== null && Date.parse(undoableUntil) > now;
}

/** How far a run is, in percent. */
export function progressOf({ processed, total }: Pick<CleanupRun, 'processed' | 'total'>): number {
  return total === 0 ? 100 : Math.min(100, Math.floor((processed / total) * 100));
}

/** What the form holds, as its fields have it. */
export interface RuleForm {
  time: NonNullable<CleanupRule['time']>;
  days: string;
  users: string;
  applications: string;
  ids: string;
}

/** Names between commas or on lines of their own. */
function names(text: string): string[] {
  return text.split(/[,\n]/).flatMap((name) => name.trim() || []);
}

/** Fields → the rule; null when they bound nothing. */
export function toRule({ time, days, users, applications, ids }: RuleForm): CleanupRule | null {
  const age = Number(days);
  const aged = days.trim() !== '' && Number.isFinite(age) && age > 0;
  const numbers = names(ids).map(Number);
  const rule: CleanupRule = {
    ...(aged && { time, olderThanSeconds: Math.round(age * DAY_SECONDS) }),
    ...(names(users).length > 0 && { users: names(users) }),
    ...(names(applications).length > 0 && { applications: names(applications) }),
    ...(numbers.length > 0 && { ids: numbers }),
  };
  return Object.keys(rule).length > 0 ? rule : null;
}

/** Days of an age in a rule; null when it has none. */
export function daysOf({ olderThanSeconds }: CleanupRule): number | null {
  return olderThanSeconds === undefined ? null : Math.round((olderThanSeconds / DAY_SECONDS) * 10) / 10;
}

/** Address of a run's page. */
export function runHref({ id }: Pick<CleanupRun, 'id'>): string {
  return `/cleanup/${id}`;
}
