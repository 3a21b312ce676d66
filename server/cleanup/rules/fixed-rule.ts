import type { CleanupRule } from '@/contracts/cleanup';
import type { FixedRule } from '../subject/service';

const DAY_MS = 86_400_000;

/** A rule at the moment when it is previewed: ages become instants, in whole seconds as the rows have them. */
export function fixRule(rule: CleanupRule, now: Date): CleanupRule {
  const { olderThanDays, from, before, ...rest } = rule;
  const whole = (time: number) => new Date(Math.floor(time / 1000) * 1000).toISOString();
  const end = olderThanDays === undefined ? before : whole(now.getTime() - olderThanDays * DAY_MS);
  return {
    ...rest,
    ...(from && { from: whole(Date.parse(from)) }),
    ...(end && { before: whole(Date.parse(end)) }),
  };
}

/** The same as the stores take it. */
export function readFixedRule({ timeField, from, before, users, applications, ids }: CleanupRule): FixedRule {
  return {
    timeField,
    from: from ? new Date(from) : null,
    before: before ? new Date(before) : null,
    ...(users && { users }),
    ...(applications && { applications }),
    ...(ids && { ids }),
  };
}
