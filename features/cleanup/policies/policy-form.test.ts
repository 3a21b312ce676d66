import { describe, expect, it } from 'vitest';
import type { CleanupPolicy } from '@/contracts/cleanup-policies';
import { CLEANUP_POLICY_MODES, cleanupPolicyBodySchema } from '@/contracts/cleanup-policies';
import { ApiProblem } from '@/lib/api-client';
import {
  bodyOf,
  newPolicyForm,
  POLICY_MODES,
  policyFaults,
  serverFaults,
  toPolicyBody,
  toPolicyForm,
} from './policy-form';

const POLICY: CleanupPolicy = {
  id: 1,
  name: 'Old contexts',
  subject: 'contexts',
  // No field can say a name with a comma in it.
  rule: { time: 'access', olderThanSeconds: 7_776_000, users: ['alice', 'last, first'] },
  cron: '*/7 3 * * *',
  timeZone: 'Asia/Shanghai',
  mode: 'delete',
  enabled: false,
  createdBy: 'root',
  createdTime: '2026-05-06T02:00:00Z',
  changedBy: 'root',
  changedTime: '2026-05-06T02:00:00Z',
  nextTime: null,
  secondsPastDue: 0,
  lastRun: null,
  recentRuns: [],
};

describe('the form of a policy', () => {
  it('knows the modes of the contract', () => {
    expect(POLICY_MODES).toEqual(CLEANUP_POLICY_MODES);
  });

  it('begins as something that needs a name only, and that the contract accepts', () => {
    const form = newPolicyForm('Europe/Berlin');
    expect(policyFaults(form)).toEqual({ name: 'name' });
    const body = toPolicyBody({ ...form, name: ' Old contexts ' }, null);
    expect(cleanupPolicyBodySchema.parse(body)).toEqual({
      name: 'Old contexts',
      subject: 'contexts',
      rule: { time: 'access', olderThanSeconds: 7_776_000 },
      cron: '30 2 * * *',
      timeZone: 'Europe/Berlin',
      mode: 'preview',
      enabled: true,
    });
  });

  it('leaves a rule that it cannot say alone, until its fields are touched', () => {
    const form = toPolicyForm(POLICY);
    expect(toPolicyBody({ ...form, name: 'Older contexts' }, POLICY)).toEqual({
      ...bodyOf(POLICY),
      name: 'Older contexts',
    });
    expect(toPolicyBody({ ...form, rule: { ...form.rule, users: 'bob' } }, POLICY)?.rule.users).toEqual(['bob']);
  });

  it('is not saved when its rule bounds nothing', () => {
    const form = newPolicyForm('UTC');
    const unbound = { ...form, rule: { ...form.rule, days: '' } };
    expect(toPolicyBody(unbound, null)).toBeNull();
    expect(policyFaults(unbound)).toEqual({ name: 'name', rule: 'bound' });
  });

  it('shows what the server found where it belongs', () => {
    const faults = [
      { path: 'cron', message: 'names no moment to come' },
      { path: 'rule.time', message: 'contexts have no such time' },
      { path: 'elsewhere', message: 'not known here' },
    ];
    expect(serverFaults(new ApiProblem({ status: 400, code: 'invalid_input', faults }))).toEqual({
      schedule: 'names no moment to come',
      time: 'contexts have no such time',
    });
    expect(serverFaults(new Error('x'))).toEqual({});
  });
});
