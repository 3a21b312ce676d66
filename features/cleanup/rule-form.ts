import type { CleanupRule } from '@/contracts/cleanup';
import { CLEANUP_SUBJECTS, type CleanupSubject } from '@/contracts/cleanup-subjects';
import { fromLocalInput, toLocalInput } from '@/lib/date-time';

const DAY_SECONDS = 86_400;

type RuleTime = NonNullable<CleanupRule['time']>;

/**
 * Times that a rule about each subject can be about, the one that most people mean first; copies, because the contract's
 * own lists would bring zod into the browser. So are the statuses.
 */
export const RULE_TIMES = {
  contexts: ['access', 'update', 'create'],
  engineRecords: ['release', 'used', 'create'],
} as const satisfies Record<CleanupSubject, readonly RuleTime[]>;

/** Statuses that a rule about engine records can name: those that have ended first. */
export const RULE_STATUSES = [
  'Success',
  'Failed',
  'ShuttingDown',
  'Starting',
  'Unlock',
  'Locked',
  'Idle',
  'Busy',
  'Running',
  'none',
] as const satisfies readonly NonNullable<CleanupRule['statuses']>[number][];
type RuleStatus = (typeof RULE_STATUSES)[number];

/** Fields that name rows, and those that name what stays of them. */
export const RULE_NAMES = ['users', 'applications', 'ids'] as const;
export const RULE_EXCEPTIONS = ['exceptUsers', 'exceptApplications', 'exceptIds'] as const;

/** How a rule bounds its time: by an age that moves with the clock, or by two instants. */
export const RULE_BOUNDS = ['age', 'range'] as const;

/** What the fields of a rule hold, as they have it. */
export interface RuleForm {
  time: RuleTime;
  bound: (typeof RULE_BOUNDS)[number];
  days: string;
  /** In the viewer's zone, as fields for dates with times have it; so is `to`. */
  from: string;
  to: string;
  users: string;
  applications: string;
  ids: string;
  /** None: what has ended. */
  statuses: readonly RuleStatus[];
  exceptUsers: string;
  exceptApplications: string;
  exceptIds: string;
}

/** What can be at fault: a field, or the rule as a whole. */
export type RuleFaultPlace = keyof RuleForm | 'rule';

/** A rule about nothing yet, with the age that most people want. */
export const FIRST_RULE: RuleForm = {
  time: 'access',
  bound: 'age',
  days: '90',
  from: '',
  to: '',
  users: '',
  applications: '',
  ids: '',
  statuses: [],
  exceptUsers: '',
  exceptApplications: '',
  exceptIds: '',
};

/** What changes in a rule that becomes one about another subject: what the other one has not is left. */
export function ruleOfSubject(rule: RuleForm, subject: CleanupSubject): RuleForm {
  const times: readonly RuleTime[] = RULE_TIMES[subject];
  return {
    ...rule,
    time: times.includes(rule.time) ? rule.time : RULE_TIMES[subject][0],
    ids: '',
    statuses: [],
    exceptIds: '',
  };
}

/** The subject that the address of the form names. */
export function subjectFromAddress(parameters: { get(name: string): string | null }): CleanupSubject {
  return CLEANUP_SUBJECTS.find((subject) => subject === parameters.get('subject')) ?? CLEANUP_SUBJECTS[0];
}

/** A rule as the address of the form says it, from where others lead to it; what the address leaves out is empty. */
export function ruleFromAddress(parameters: { get(name: string): string | null }): RuleForm {
  const text = (name: string) => parameters.get(name) ?? '';
  const times = RULE_TIMES[subjectFromAddress(parameters)];
  const members = ['time', 'days', 'from', 'to', 'statuses', ...RULE_NAMES, ...RULE_EXCEPTIONS];
  if (members.every((name) => text(name) === '')) return { ...FIRST_RULE, time: times[0] };
  return {
    time: times.find((time) => time === text('time')) ?? times[0],
    bound: text('from') || text('to') ? 'range' : 'age',
    days: text('days'),
    from: toLocalInput(text('from') || null),
    to: toLocalInput(text('to') || null),
    users: text('users'),
    applications: text('applications'),
    ids: text('ids'),
    statuses: RULE_STATUSES.filter((status) => names(text('statuses')).includes(status)),
    exceptUsers: text('exceptUsers'),
    exceptApplications: text('exceptApplications'),
    exceptIds: text('exceptIds'),
  };
}

/** Names between commas or on lines of their own. */
function names(text: string): string[] {
  return text.split(/[,，\n]/).flatMap((name) => name.trim() || []);
}

/** Whole seconds of a number of days; null when that is no age. */
function ageSeconds(days: string): number | null {
  const seconds = days.trim() === '' ? 0 : Math.round(Number(days) * DAY_SECONDS);
  return Number.isFinite(seconds) && seconds >= 1 ? seconds : null;
}

function toBound({ time, bound, days, from, to }: RuleForm): CleanupRule {
  if (bound === 'range') {
    const [start, end] = [fromLocalInput(from), fromLocalInput(to)];
    return start === null && end === null ? {} : { time, ...(start && { from: start }), ...(end && { to: end }) };
  }
  const age = ageSeconds(days);
  return age === null ? {} : { time, olderThanSeconds: age };
}

/** The lists that hold something. */
function filled<T extends Record<string, readonly unknown[]>>(lists: T): Partial<T> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) as Partial<T>;
}

/** Fields → the rule; null when they bound nothing. */
export function toRule(form: RuleForm): CleanupRule | null {
  const bounds: CleanupRule = {
    ...toBound(form),
    ...filled({ users: names(form.users), applications: names(form.applications), ids: names(form.ids).map(Number) }),
    ...filled({ statuses: [...form.statuses] }),
  };
  if (Object.keys(bounds).length === 0) return null;
  const exceptUsers = names(form.exceptUsers);
  const exceptApplications = names(form.exceptApplications);
  return { ...bounds, ...filled({ exceptUsers, exceptApplications, exceptIds: names(form.exceptIds).map(Number) }) };
}

/** The rule → its fields. */
export function toRuleForm(rule: CleanupRule): RuleForm {
  return {
    time: rule.time ?? FIRST_RULE.time,
    bound: rule.from !== undefined || rule.to !== undefined ? 'range' : 'age',
    days: rule.olderThanSeconds === undefined ? '' : String(rule.olderThanSeconds / DAY_SECONDS),
    from: toLocalInput(rule.from ?? null),
    to: toLocalInput(rule.to ?? null),
    users: rule.users?.join(', ') ?? '',
    applications: rule.applications?.join(', ') ?? '',
    ids: rule.ids?.join(', ') ?? '',
    statuses: rule.statuses ?? [],
    exceptUsers: rule.exceptUsers?.join(', ') ?? '',
    exceptApplications: rule.exceptApplications?.join(', ') ?? '',
    exceptIds: rule.exceptIds?.join(', ') ?? '',
  };
}

/** What is wrong with the fields of a rule before the server is asked; each name is that of a text. */
export type RuleFault = 'age' | 'order' | 'numbers' | 'bound' | 'both';

/** What is wrong with a rule's fields, by place. A field that bounds nothing by mistake would take too much. */
export function ruleFaults(form: RuleForm): Partial<Record<RuleFaultPlace, RuleFault>> {
  const faults: Partial<Record<RuleFaultPlace, RuleFault>> = {};
  if (form.bound === 'age' && form.days.trim() !== '' && ageSeconds(form.days) === null) faults.days = 'age';
  const { from, to } = toBound(form);
  if (from && to && Date.parse(from) > Date.parse(to)) faults.to = 'order';
  for (const [index, list] of RULE_NAMES.entries()) {
    const exceptions = RULE_EXCEPTIONS[index] as (typeof RULE_EXCEPTIONS)[number];
    const asked = new Set(names(form[list]));
    if (names(form[exceptions]).some((one) => asked.has(one))) faults[exceptions] = 'both';
  }
  for (const place of ['ids', 'exceptIds'] as const)
    if (names(form[place]).some((id) => !/^[1-9]\d*$/.test(id))) faults[place] = 'numbers';
  if (toRule(form) === null) faults.rule = 'bound';
  return faults;
}

const PLACES: Record<string, RuleFaultPlace> = {
  time: 'time',
  olderThanSeconds: 'days',
  from: 'from',
  to: 'to',
  users: 'users',
  applications: 'applications',
  ids: 'ids',
  statuses: 'statuses',
  exceptUsers: 'exceptUsers',
  exceptApplications: 'exceptApplications',
  exceptIds: 'exceptIds',
};

/** Where a fault that the server found in a rule (`rule.users.0`) is shown; null when it is not about the rule. */
export function ruleFaultPlace(path: string): RuleFaultPlace | null {
  const [first, member = ''] = path.split('.');
  return first === 'rule' ? (PLACES[member] ?? 'rule') : null;
}
