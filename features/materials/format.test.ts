import { describe, expect, it } from 'vitest';
import { barPercent, daysLeft, engineOfRow, materialHref, rowKeyOf } from './format';

describe('rows of the list', () => {
  it('are named so that their engine version can be told', () => {
    const row = rowKeyOf({ engineType: 'spark', engineVersion: '3.2.1', fileName: 'lib.zip' });
    expect(engineOfRow(row)).toEqual({ engineType: 'spark', engineVersion: '3.2.1' });
  });

  it('tell none when the name is not one of theirs', () => {
    expect(engineOfRow('')).toBeNull();
    expect(engineOfRow('spark')).toBeNull();
  });

  it('lead to an address that holds odd characters', () => {
    expect(materialHref({ engineType: 'spärk#', engineVersion: '3%' })).toBe('/materials/sp%C3%A4rk%23/3%25');
  });
});

describe('days left', () => {
  const now = Date.parse('2026-05-06T10:20:30Z');

  it.each([
    ['2026-05-20T10:20:30.000Z', 14],
    ['2026-05-06T10:20:31.000Z', 1],
    ['2026-05-06T10:20:30.000Z', 0],
    ['2026-05-01T00:00:00.000Z', 0],
  ])('until %s are %i', (purgeTime, days) => {
    expect(daysLeft(purgeTime, now)).toBe(days);
  });
});

describe('bars', () => {
  it.each([
    [0, 100, 0],
    [0, 0, 0],
    [1, 1_000_000, 1],
    [50, 100, 50],
    [100, 100, 100],
  ])('of %i in %i take %i percent', (part, whole, percent) => {
    expect(barPercent(part, whole)).toBe(percent);
  });
});
