import { describe, expect, it } from 'vitest';
import { EntryTracker } from './entry';
import { readLevel } from './level';
import { readStamp } from './stamp';

describe('times at the beginning of a line', () => {
  it.each([
    [
      '2026-11-22 16:56:26.160 [INFO ] [main] o.a.l',
      { kind: 'date-time', wall: Date.UTC(2026, 10, 22, 16, 56, 26, 160), offset: null },
    ],
    [
      '2026-11-22 16:56:26,160 INFO x',
      { kind: 'date-time', wall: Date.UTC(2026, 10, 22, 16, 56, 26, 160), offset: null },
    ],
    [
      '[2026-11-22T16:56:26.160+0800][info][gc] GC(1)',
      { kind: 'date-time', wall: Date.UTC(2026, 10, 22, 16, 56, 26, 160), offset: 480 },
    ],
    ['2026-11-22T16:56:26Z text', { kind: 'date-time', wall: Date.UTC(2026, 10, 22, 16, 56, 26), offset: 0 }],
    [
      '26/11/22 16:56:26 INFO SparkContext: x',
      { kind: 'date-time', wall: Date.UTC(2026, 10, 22, 16, 56, 26), offset: null },
    ],
    ['17:00:18.549 ERROR org.apache', { kind: 'time-of-day', milliseconds: ((17 * 60 + 0) * 60 + 18) * 1000 + 549 }],
    ['[0.022s][info][gc] Using G1', { kind: 'uptime', milliseconds: 22 }],
    ['98.170: [GC (Allocation Failure)', { kind: 'uptime', milliseconds: 98170 }],
  ])('%s', (line, expected) => expect(readStamp(line)).toMatchObject(expected));

  it.each([
    '',
    'at a.b.C',
    '\tat x',
    '2026-13-22 16:56:26 x',
    '25:00:00 x',
    '12345 rows',
    '1.5 GB',
    ' 2026-11-22 16:56:26',
  ])('none in "%s"', (line) => expect(readStamp(line)).toBeNull());
});

describe('levels', () => {
  it.each([
    ['2026-11-22 16:56:26.160 [INFO ] [main] o.a.l - ERROR in text', true, 'info'],
    ['2026-11-22 16:56:26.160 [WARN ] [main]', true, 'warn'],
    ['17:00:18.549 ERROR org.apache', true, 'error'],
    ['[0.022s][info][gc] Using G1', true, 'info'],
    ['[73.988s][warning][gc,ergo] x', true, 'warn'],
    ['[2026-11-22T16:56:26.160+0800][error][gc] x', true, 'error'],
    ['ERROR: no such table', false, 'error'],
    ['WARNING: An illegal reflective access', false, 'warn'],
    ['Exception in thread "main" java.lang.Error', false, 'error'],
    ['java.lang.IllegalStateException: boom', false, 'error'],
    ['there was no ERROR here', false, null],
    ['informational', false, null],
  ])('%s', (line, stamped, level) => expect(readLevel(line, stamped)).toBe(level));
});

describe('entries', () => {
  it('give stack traces the level of their first line', () => {
    const tracker = new EntryTracker();
    const lines = [
      'banner',
      '2026-11-22 16:56:26.160 [ERROR] [main] o.a.l - boom',
      'java.lang.IllegalStateException: boom',
      '\tat a.b.C.d(C.java:1)',
      'Caused by: x',
      '2026-11-22 16:56:27.160 [INFO ] [main] o.a.l - on',
      'second line of it',
    ];
    expect(lines.map((line) => tracker.next(line)).map(({ level, continuation }) => [level, continuation])).toEqual([
      [null, false],
      ['error', false],
      ['error', true],
      ['error', true],
      ['error', true],
      ['info', false],
      ['info', true],
    ]);
  });
});
