import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdHash, packIds, unpackIds } from './id-list';

describe('packed ids', () => {
  it('come back as they were', () => {
    const lists = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { maxLength: 300 });
    fc.assert(
      fc.property(lists, (list) => {
        const ids = list.sort((left, right) => left - right);
        expect(unpackIds(packIds(ids))).toEqual(ids);
      }),
    );
  });

  it('are short when they follow each other', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => 1_000_000 + index);
    expect(packIds(ids).length).toBeLessThan(100);
  });

  it('are refused when they do not ascend', () => {
    expect(() => packIds([2, 2])).toThrow(RangeError);
    expect(() => packIds([0])).toThrow(RangeError);
  });

  it('have one hash, however they are cut', () => {
    const whole = new IdHash();
    whole.add([1, 20, 300]);
    const cut = new IdHash();
    cut.add([1]);
    cut.add([]);
    cut.add([20, 300]);
    const digest = whole.digest();
    expect(cut.digest()).toBe(digest);
    // printf '1\n20\n300\n' | sha256sum
    expect(digest).toBe('662d36739ac3c0fe3040b72335e47ddc7152d57450649a8aee07f2a4e7109d1f');
  });
});
