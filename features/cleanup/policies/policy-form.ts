import type { CleanupPolicy, CleanupPolicyBody } from '@/contracts/cleanup-policies';
import { CLEANUP_SUBJECTS } from '@/contracts/cleanup-subjects';
import { ApiProblem } from '@/lib/api-client';
import {
  FIRST_RULE,
  type RuleFault,
  type RuleFaultPlace,
  type RuleForm,
  ruleFaultPlace,
  ruleFaults,
  toRule,
  toRuleForm,
} from '../rule-form';
import { FIRST_SCHEDULE, readCron, type ScheduleFault, type ScheduleForm, scheduleFault, toCron } from './schedule';

/** Modes of policies; a copy, because the contract's own list would bring zod into the browser. */
export const POLICY_MODES = ['preview', 'delete'] as const satisfies readonly CleanupPolicy['mode'][];

/** What the form of a policy holds, as its fields have it. */
export interface PolicyForm {
  name: string;
  subject: CleanupPolicy['subject'];
  rule: RuleForm;
  schedule: ScheduleForm;
  timeZone: string;
  mode: CleanupPolicy['mode'];
  enabled: boolean;
}

/** A policy that is to be made, in the viewer's zone; it makes previews until somebody wants more of it. */
export function newPolicyForm(timeZone: string): PolicyForm {
  const [subject] = CLEANUP_SUBJECTS;
  return { name: '', subject, rule: FIRST_RULE, schedule: FIRST_SCHEDULE, timeZone, mode: 'preview', enabled: true };
}

/** A policy that there is, as the form has it. */
export function toPolicyForm({ name, subject, rule, cron, timeZone, mode, enabled }: CleanupPolicy): PolicyForm {
  return { name, subject, rule: toRuleForm(rule), schedule: readCron(cron), timeZone, mode, enabled };
}

/**
 * Fields → what is saved; null when the rule bounds nothing.
 * @param policy the one that is changed: what its fields cannot say of its rule stays while nobody touches them
 */
export function toPolicyBody(form: PolicyForm, policy: CleanupPolicy | null): CleanupPolicyBody | null {
  const untouched = policy && JSON.stringify(form.rule) === JSON.stringify(toRuleForm(policy.rule));
  const rule = untouched ? policy.rule : toRule(form.rule);
  const { subject, timeZone, mode, enabled } = form;
  return rule && { name: form.name.trim(), subject, rule, cron: toCron(form.schedule), timeZone, mode, enabled };
}

/** A policy as it is, for saving it with one thing changed. */
export function bodyOf({ name, subject, rule, cron, timeZone, mode, enabled }: CleanupPolicy): CleanupPolicyBody {
  return { name, subject, rule, cron, timeZone, mode, enabled };
}

/** What can be at fault in a policy. */
export type PolicyFaultPlace = RuleFaultPlace | 'name' | 'subject' | 'schedule' | 'timeZone' | 'mode';

/** What is wrong before the server is asked; each name is that of a text. */
export type PolicyFault = RuleFault | ScheduleFault | 'name';

/** What is wrong with the fields, by place. */
export function policyFaults(form: PolicyForm): Partial<Record<PolicyFaultPlace, PolicyFault>> {
  const schedule = scheduleFault(form.schedule);
  return {
    ...(form.name.trim() === '' && { name: 'name' as const }),
    ...ruleFaults(form.rule),
    ...(schedule && { schedule }),
  };
}

const PLACES: Record<string, PolicyFaultPlace> = {
  name: 'name',
  subject: 'subject',
  cron: 'schedule',
  timeZone: 'timeZone',
  mode: 'mode',
};

/** What the server found, by the place where it is shown; nothing for errors that are about no field. */
export function serverFaults(error: unknown): Partial<Record<PolicyFaultPlace, string>> {
  if (!(error instanceof ApiProblem)) return {};
  return Object.fromEntries(
    error.faults.flatMap(({ path, message }) => {
      const place = PLACES[path] ?? ruleFaultPlace(path);
      return place ? [[place, message]] : [];
    }),
  );
}
