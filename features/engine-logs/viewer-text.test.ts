import { describe, expect, test } from 'vitest';
import { parseAnsi, plainText } from '@/components/log-viewer/ansi';
import { cutAtHits, makeFinder } from '@/components/log-viewer/highlight';
import { parseJump } from '@/components/log-viewer/jump';
import { shownText } from '@/components/log-viewer/line-text';
import type { LogLine } from '@/components/log-viewer/log-source';
import { compilePattern } from '@/components/log-viewer/safe-pattern';

const line = (text: string, time: string | null): LogLine => ({
  cursor: '0',
  position: 0,
  number: 1,
  text,
  cut: false,
  level: null,
  time,
  continuation: false,
});

describe('colours of terminals', () => {
  test('sixteen, 256 and true colours become one of sixteen; other escapes go', () => {
    expect(parseAnsi('a\x1b[31mred\x1b[0mb')).toEqual([
      { text: 'a', style: null },
      { text: 'red', style: { color: 1 } },
      { text: 'b', style: null },
    ]);
    expect(parseAnsi('\x1b[1;92mx')[0]?.style).toEqual({ bold: true, color: 10 });
    expect(parseAnsi('\x1b[38;5;196mx')[0]?.style).toEqual({ color: 9 });
    expect(parseAnsi('\x1b[38;2;10;200;30mx')[0]?.style).toEqual({ color: 2 });
    expect(parseAnsi('\x1b[48;5;21mx\x1b[49my').map((run) => run.style)).toEqual([{ back: 12 }, null]);
    expect(plainText('\x1b]0;title\x07a\x1b[2Kb\x1b(Bc\x1b[?25l')).toBe('abc');
  });

  test('what is unseen becomes visible, tabs stay', () => {
    expect(plainText('a\0b\x07\tc\u202ed\x7f')).toBe('a␀b␇\tc␦d␡');
  });
});

describe('marking of hits', () => {
  const find = (pattern: string, text: string, caseSensitive = true) =>
    compilePattern(pattern, caseSensitive)?.(text).map(([start, end]) => text.slice(start, end));

  test('finds what the expressions of the browser find', () => {
    const text = 'task 17 in stage 4.0 (TID 170) failed: Timeout=30s [é] a.b {x} 2026-11-22';
    for (const pattern of [
      '\\d+',
      'task \\d+',
      '(?:TID|task) \\d{2,3}',
      '[A-Z]\\w+',
      '\\bfail(ed|ure)\\b',
      'a.b',
      'a\\.b',
      'x?\\}',
      '\\d{4}-\\d\\d-\\d\\d$',
      '^task',
      '[^\\s\\d]+?=',
      '(1|17)+',
      '\\[é\\]',
      'T.*?t',
      'T.*t',
    ])
      expect([pattern, find(pattern, text)]).toEqual([
        pattern,
        Array.from(text.matchAll(new RegExp(pattern, 'g')), ([hit]) => hit),
      ]);
    expect(find('TASK', text, false)).toEqual(['task']);
    expect(find('(?i)TASK', text)).toEqual(['task']);
    expect(find('[[:digit:]]+', 'a12')).toEqual(['12']);
    expect(find('[]a]+', 'x]a]')).toEqual([']a]']);
  });

  test('no pattern takes long', () => {
    const begun = performance.now();
    for (const pattern of ['(a+)+b', '(a|aa)+$b', '(.*)(.*)(.*)(.*)x', '(a*)*b', '((a{1,20}){1,20})b'])
      compilePattern(pattern, true)?.('a'.repeat(2000));
    expect(performance.now() - begun).toBeLessThan(500);
  });

  test('syntax that is not known marks nothing', () => {
    for (const pattern of ['(', '[', 'a{5000}', '\\p{L}', '(?=a)', '*', 'a)'])
      expect(compilePattern(pattern, true)).toBeNull();
  });

  test('hits across colours are cut where colours change', () => {
    const match = { query: 'dgr', mode: 'literal', caseSensitive: false, inverted: false, levels: [] } as const;
    const runs = parseAnsi('\x1b[31mred\x1b[32mgreen');
    expect(cutAtHits(runs, makeFinder(match)?.('redgreen') ?? []).map(({ text, hit }) => [text, hit])).toEqual([
      ['re', false],
      ['d', true],
      ['gr', true],
      ['een', false],
    ]);
  });
});

describe('the jump box', () => {
  // Written at UTC+8.
  const written = line('2026-11-22 16:56:26.160 INFO x', '2026-11-22T08:56:26.160Z');

  test('reads lines, percentages and times as they are written in the log', () => {
    expect(parseJump('1,234', null)).toEqual({ line: 1234 });
    expect(parseJump('0', null)).toEqual({ line: 1 });
    expect(parseJump('50%', null)).toEqual({ percent: 50 });
    expect(parseJump('99.5 %', null)).toEqual({ percent: 99.5 });
    expect(parseJump('17:00:18', written)).toEqual({ time: '2026-11-22T09:00:18.000Z' });
    expect(parseJump('2026-11-23 01:02', written)).toEqual({ time: '2026-11-22T17:02:00.000Z' });
    expect(parseJump('2026-11-22T08:00:00Z', written)).toEqual({ time: '2026-11-22T08:00:00.000Z' });
  });

  test('knows what it is not', () => {
    for (const text of ['', 'soon', '120%', '25:00', '-5', '12:', '1,2']) expect(parseJump(text, written)).toBeNull();
  });
});

test('the time at the beginning of a line can be left out', () => {
  const time = '2026-11-22T08:00:00Z';
  expect(shownText(line('2026-11-22 16:56:26.160 [INFO ] a', time), false)).toBe('[INFO ] a');
  expect(shownText(line('17:00:18.549 ERROR b', time), false)).toBe('ERROR b');
  expect(shownText(line('26/11/22 16:56:26 WARN c', time), false)).toBe('WARN c');
  expect(shownText(line('[2026-11-22T16:56:26.160+0800][info] d', time), false)).toBe('[info] d');
  expect(shownText(line('at 17:00:18', null), false)).toBe('at 17:00:18');
});
