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

/** Days of an age in a rule; null when it has none. */
export function daysOf({ olderThanSeconds }: CleanupRule): number | null {
  return olderThanSeconds === undefined ? null : Math.round((olderThanSeconds / DAY_SECONDS) * 10) / 10;
}

/** Address of a run's page. */
export function runHref({ id }: Pick<CleanupRun, 'id'>): string {
  return `/cleanup/${id}`;
}

/** Address of a policy's page. */
export function policyHref({ id }: { id: number }): string {
  return `/cleanup/policies/${id}`;
}
