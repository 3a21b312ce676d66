import type { CleanupRule } from '@/contracts/cleanup';
import type { CleanupSubject } from '@/contracts/cleanup-subjects';
import { CommandError, EXIT } from './errors';

/** Options by which a rule is given. */
export const RULE_OPTIONS = {
  time: { type: 'string' },
  'older-than': { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  user: { type: 'string', multiple: true },
  application: { type: 'string', multiple: true },
  id: { type: 'string', multiple: true },
  status: { type: 'string', multiple: true },
  'except-user': { type: 'string', multiple: true },
  'except-application': { type: 'string', multiple: true },
  'except-id': { type: 'string', multiple: true },
} as const;

/** Values of those options. */
export interface RuleValues {
  time?: string | undefined;
  'older-than'?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  user?: string[] | undefined;
  application?: string[] | undefined;
  id?: string[] | undefined;
  status?: string[] | undefined;
  'except-user'?: string[] | undefined;
  'except-application'?: string[] | undefined;
  'except-id'?: string[] | undefined;
}

/** The time that an age is about unless another is named. */
const USUAL_TIMES = { contexts: 'access', engineRecords: 'release' } as const satisfies Record<
  CleanupSubject,
  CleanupRule['time']
>;

const SECONDS = { h: 3600, d: 86_400, w: 604_800 };

/** `90d`, `12h`, `4w` → seconds. @throws CommandError */
function age(text: string): number {
  const [, number, unit] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  if (!number || !unit)
    throw new CommandError(EXIT.usage, `--older-than ${text}: expected a number and h, d or w, such as 90d.`);
  return Number(number) * SECONDS[unit as keyof typeof SECONDS];
}

function numbers(option: 'id' | 'except-id', texts: readonly string[] | undefined): number[] | undefined {
  return texts?.map((text) => {
    if (!/^\d{1,10}$/.test(text)) throw new CommandError(EXIT.usage, `--${option} ${text}: expected a number.`);
    return Number(text);
  });
}

/** What was given of a rule's members. */
function given<T extends Record<string, unknown>>(members: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

/** Options → the rule of a cleanup. What is wrong with it otherwise, the server says. @throws CommandError */
export function readRule(values: RuleValues, subject: CleanupSubject): CleanupRule {
  const timed = values['older-than'] !== undefined || values.from !== undefined || values.to !== undefined;
  return {
    ...(timed && { time: (values.time ?? USUAL_TIMES[subject]) as NonNullable<CleanupRule['time']> }),
    ...(values['older-than'] !== undefined && { olderThanSeconds: age(values['older-than']) }),
    ...given({
      from: values.from,
      to: values.to,
      users: values.user,
      applications: values.application,
      ids: numbers('id', values.id),
      statuses: values.status as CleanupRule['statuses'],
      exceptUsers: values['except-user'],
      exceptApplications: values['except-application'],
      exceptIds: numbers('except-id', values['except-id']),
    }),
  };
}
