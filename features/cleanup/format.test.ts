import { describe, expect, it } from 'vitest';
import { daysOf, isUnderWay, progressOf, toRule } from './format';

const EMPTY = { time: 'access' as const, days: '', users: '', applications: '', ids: '' };

describe('the form of a rule', () => {
  it('bounds nothing while it is empty, or holds what is no age', () => {
    expect(toRule(EMPTY)).toBeNull();
    expect(toRule({ ...EMPTY, days: 'x', users: ' , \n' })).toBeNull();
    expect(toRule({ ...EMPTY, days: '0' })).toBeNull();
  });

  it('takes names between commas and on lines', () => {
    expect(toRule({ ...EMPTY, days: '90', users: 'alice, bob\ncarol', ids: '1,2' })).toEqual({
      time: 'access',
      olderThanSeconds: 7_776_000,
      users: ['alice', 'bob', 'carol'],
      ids: [1, 2],
    });
  });
});

describe('a run', () => {
  it('is looked at again while it is under way', () => {
    expect(isUnderWay({ state: 'running', request: null })).toBe(true);
    expect(isUnderWay({ state: 'paused', request: 'cancel' })).toBe(true);
    expect(isUnderWay({ state: 'done', request: null })).toBe(false);
  });

  it('is at its end when there is nothing to do', () => {
    expect(progressOf({ processed: 0, total: 0 })).toBe(100);
    expect(progressOf({ processed: 999, total: 1000 })).toBe(99);
    expect(daysOf({ olderThanSeconds: 7_776_000 })).toBe(90);
  });
});
