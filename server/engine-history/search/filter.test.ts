import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from './filter';

const OWNER = '0123456789abcdef';
const cursor = (time: string, id: number) => writeCursor({ direction: 'next', time, id }, OWNER);

describe('cursors', () => {
  it('are read as they were written', () => {
    expect(readCursor(cursor('2024-02-29 23:59:59', 2 ** 31 - 1), OWNER)).toEqual({
      direction: 'next',
      time: '2024-02-29 23:59:59',
      id: 2 ** 31 - 1,
    });
  });

  it.each([
    ['2026-99-99 99:99:99', 1],
    ['2026-02-29 10:00:00', 1],
    ['2026-05-06 24:00:00', 1],
    ['2026-05-06 10:00:00', 2 ** 31],
    ['2026-05-06 10:00:00', -1],
  ])('that name no row are refused: %s, %i', (time, id) => {
    expect(() => readCursor(cursor(time, id), OWNER)).toThrow('was not made by this server');
  });
});
