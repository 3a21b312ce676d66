import { describe, expect, it } from 'vitest';
import { lockSeconds } from './sign-in';

describe('locking a name after failed sign-ins', () => {
  it('lets a few mistakes pass, then doubles the wait up to a quarter of an hour', () => {
    expect([0, 5, 6, 7, 8, 15, 16, 1000].map(lockSeconds)).toEqual([0, 0, 2, 4, 8, 900, 900, 900]);
  });
});
