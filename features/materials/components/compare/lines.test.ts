import { describe, expect, test } from 'vitest';
import { sideBySideRows, unifiedRows } from './lines';

const same = (text: string) => ({ kind: 'same' as const, text });
const removed = (text: string) => ({ kind: 'removed' as const, text });
const added = (text: string) => ({ kind: 'added' as const, text });

const HUNKS = [
  { fromLine: 1, toLine: 1, lines: [same('a'), removed('b'), removed('c'), added('B'), same('d'), added('e')] },
  { fromLine: 20, toLine: 20, lines: [added('x'), same('y')] },
];

describe('rows of a comparison', () => {
  test('carry the line numbers of both sides and count the differences', () => {
    const rows = unifiedRows(HUNKS);
    expect(rows.map(({ before, after, difference }) => [before?.number, after?.number, difference])).toEqual([
      [1, 1, null],
      [2, undefined, 0],
      [3, undefined, 0],
      [undefined, 2, 0],
      [4, 3, null],
      [undefined, 4, 1],
      [undefined, 20, 2],
      [20, 21, null],
    ]);
    expect(rows.map(({ gap }) => gap).indexOf(true)).toBe(6);
  });

  test('put what was removed beside what was added', () => {
    const rows = sideBySideRows(unifiedRows(HUNKS));
    expect(rows.map(({ before, after, difference }) => [before?.text, after?.text, difference])).toEqual([
      ['a', 'a', null],
      ['b', 'B', 0],
      ['c', undefined, 0],
      ['d', 'd', null],
      [undefined, 'e', 1],
      [undefined, 'x', 2],
      ['y', 'y', null],
    ]);
    expect(rows.findIndex(({ gap }) => gap)).toBe(5);
  });

  test('are none without hunks', () => {
    expect(sideBySideRows(unifiedRows([]))).toEqual([]);
  });
});
