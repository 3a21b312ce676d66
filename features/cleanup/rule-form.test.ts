import { describe, expect, it } from 'vitest';
import { CLEANUP_STATUSES, CLEANUP_TIMES, cleanupRuleSchema } from '@/contracts/cleanup';
import {
  FIRST_RULE,
  RULE_STATUSES,
  RULE_TIMES,
  type RuleForm,
  ruleFaultPlace,
  ruleFaults,
  ruleFromAddress,
  ruleOfSubject,
  toRule,
  toRuleForm,
} from './rule-form';

const EMPTY: RuleForm = {
  time: 'access',
  bound: 'age',
  days: '',
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

describe('the form of a rule', () => {
  it('knows the times and statuses of the contract', () => {
    expect([...new Set(Object.values(RULE_TIMES).flat())].sort()).toEqual([...CLEANUP_TIMES].sort());
    expect([...RULE_STATUSES].sort()).toEqual([...CLEANUP_STATUSES].sort());
  });

  it('leaves what another subject has not', () => {
    const rule: RuleForm = { ...EMPTY, days: '9', users: 'bob', ids: '7' };
    const records = ruleOfSubject(rule, 'engineRecords');
    expect(toRule(records)).toEqual({ time: 'release', olderThanSeconds: 777_600, users: ['bob'] });
    const chosen: RuleForm = { ...records, statuses: ['Failed', 'none'] };
    expect(toRule(chosen)).toMatchObject({ statuses: ['Failed', 'none'] });
    expect(toRule({ ...EMPTY, statuses: ['Idle'] })).toEqual({ statuses: ['Idle'] });
    expect(toRule(ruleOfSubject({ ...chosen, time: 'create' }, 'contexts'))).toEqual({
      time: 'create',
      olderThanSeconds: 777_600,
      users: ['bob'],
    });
  });

  it('bounds nothing while it is empty, or holds what is no age', () => {
    expect(toRule(EMPTY)).toBeNull();
    expect(toRule({ ...EMPTY, days: 'x', users: ' , \n' })).toBeNull();
    expect(toRule({ ...EMPTY, days: '0' })).toBeNull();
    expect(toRule({ ...EMPTY, bound: 'range', days: '90' })).toBeNull();
    expect(ruleFaults(EMPTY)).toEqual({ rule: 'bound' });
  });

  it('begins as an address says, else with the age that most people want', () => {
    const from = (query: string) => ruleFromAddress(new URLSearchParams(query));
    expect(from('cursor=x')).toEqual(FIRST_RULE);
    expect(toRule(from('users=bob'))).toEqual({ users: ['bob'] });
    expect(toRule(from('time=update&days=30&ids=7'))).toEqual({
      time: 'update',
      olderThanSeconds: 2_592_000,
      ids: [7],
    });
    expect(toRule(from('time=create&to=2026-05-06T10:20:05.000Z'))).toEqual({
      time: 'create',
      to: '2026-05-06T10:20:05.000Z',
    });
    expect(toRule(from('subject=engineRecords&time=access&days=30&statuses=Failed,Odd'))).toEqual({
      time: 'release',
      olderThanSeconds: 2_592_000,
      statuses: ['Failed'],
    });
    expect(from('subject=engineRecords')).toEqual({ ...FIRST_RULE, time: 'release' });
    expect(ruleFaults(from('days=soon'))).toMatchObject({ days: 'age' });
  });

  it('takes names between commas and on lines', () => {
    expect(toRule({ ...EMPTY, days: '90', users: 'alice, bob\ncarol，dave', ids: '1,2' })).toEqual({
      time: 'access',
      olderThanSeconds: 7_776_000,
      users: ['alice', 'bob', 'carol', 'dave'],
      ids: [1, 2],
    });
  });

  it('makes rules that the contract accepts, and shows them again as they were', () => {
    for (const rule of [
      { time: 'update', olderThanSeconds: 1 },
      { time: 'create', olderThanSeconds: 129_600, users: ['alice', 'bob'] },
      { time: 'access', from: '2026-05-06T02:00:00.000Z', to: '2026-05-07T02:00:01.000Z' },
      { time: 'access', to: '2026-05-07T02:00:00.000Z', applications: ['IDE'] },
      { ids: [3, 1] },
      { users: ['alice'], exceptApplications: ['IDE'], exceptIds: [7, 8] },
      { time: 'update', olderThanSeconds: 86_400, exceptUsers: ['bob', 'carol'] },
    ] as const) {
      const parsed = cleanupRuleSchema.parse(rule);
      expect(toRule(toRuleForm(parsed))).toEqual(parsed);
      expect(ruleFaults(toRuleForm(parsed))).toEqual({});
    }
  });

  it('says what would silently take more than was meant', () => {
    expect(ruleFaults({ ...EMPTY, days: '-5', users: 'alice' })).toEqual({ days: 'age' });
    expect(ruleFaults({ ...EMPTY, ids: '1, two' })).toEqual({ ids: 'numbers' });
    expect(ruleFaults({ ...EMPTY, users: 'bob', exceptIds: 'x' })).toEqual({ exceptIds: 'numbers' });
    expect(ruleFaults({ ...EMPTY, users: 'alice, bob', exceptUsers: 'bob' })).toEqual({ exceptUsers: 'both' });
    expect(ruleFaults({ ...EMPTY, exceptUsers: 'bob' })).toEqual({ rule: 'bound' });
    expect(ruleFaults({ ...EMPTY, bound: 'range', from: '2026-05-07T00:00:00', to: '2026-05-06T00:00:00' })).toEqual({
      to: 'order',
    });
  });

  it('shows what the server found at the field that it is about', () => {
    expect(ruleFaultPlace('rule.olderThanSeconds')).toBe('days');
    expect(ruleFaultPlace('rule.users.3')).toBe('users');
    expect(ruleFaultPlace('rule.exceptIds.0')).toBe('exceptIds');
    expect(ruleFaultPlace('rule.')).toBe('rule');
    expect(ruleFaultPlace('cron')).toBeNull();
  });
});
