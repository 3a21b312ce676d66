import { describe, expect, it } from 'vitest';
import { daysOf, isUnderWay, progressOf } from './format';

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
