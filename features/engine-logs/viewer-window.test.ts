import { describe, expect, test, vi } from 'vitest';
import type { LogLine, LogPage, LogPlace, LogSource } from '@/components/log-viewer/log-source';
import { LogWindow } from '@/components/log-viewer/log-window';
import { isSelected, selectFromLink, selectTo } from '@/components/log-viewer/selection';
import { anchorAt } from './anchor';

const BYTES = 10;

function lineAt(index: number): LogLine {
  const offset = index * BYTES;
  return {
    cursor: String(offset),
    position: offset,
    number: index + 1,
    text: `line ${index + 1}`,
    cut: false,
    level: null,
    time: null,
    continuation: false,
  };
}

/** A log of equal lines; `total` may grow. */
class FakeLog implements LogSource {
  reads: LogPlace[] = [];
  failing = false;
  constructor(public total: number) {}

  async read(place: LogPlace, _match: unknown, limit: number): Promise<LogPage> {
    this.reads.push(place);
    if (this.failing) throw new Error('lost');
    const at = (cursor: string) => Math.ceil(Number(cursor) / BYTES);
    let first = Math.max(0, this.total - limit);
    if (place.after !== undefined) first = at(place.after);
    if (place.percent !== undefined) first = Math.floor((this.total * place.percent) / 100);
    if (place.line !== undefined) first = place.line - 1;
    let end = Math.min(this.total, first + limit);
    if (place.before !== undefined) {
      end = at(place.before);
      first = Math.max(0, end - limit);
    }
    return {
      lines: Array.from({ length: Math.max(0, end - first) }, (_, index) => lineAt(first + index)),
      before: String(first * BYTES),
      after: String(end * BYTES),
      startPosition: first * BYTES,
      endPosition: end * BYTES,
      sizeBytes: this.total * BYTES,
      totalLines: this.total,
      growing: true,
      parts: [],
      atStart: first === 0,
      atEnd: end >= this.total,
    };
  }

  async *follow(): AsyncGenerator<never> {}
}

const numbers = (log: LogWindow) => log.snapshot().lines.map((line) => line.number ?? 0);
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

function isRun(found: readonly number[]): boolean {
  return found.every((number, index) => index === 0 || number === (found[index - 1] ?? 0) + 1);
}

describe('the window over a log', () => {
  test('opens at the end and fetches ahead; few rows are drawn', async () => {
    const log = new LogWindow(new FakeLog(100_000));
    await log.open({}, 'bottom');
    await settled();
    expect(numbers(log).at(-1)).toBe(100_000);
    expect(isRun(numbers(log))).toBe(true);
    expect(numbers(log).length).toBeLessThanOrEqual(400);
    expect(log.snapshot()).toMatchObject({ atEnd: true, atStart: false, opening: false });
  });

  /** Scrolls as far as it goes; gives every line number that was drawn on the way. */
  async function scrollThrough(log: LogWindow, down: boolean): Promise<number[]> {
    const seen: number[] = [];
    for (let round = 0; round < 400; round++) {
      const found = numbers(log);
      expect(isRun(found)).toBe(true);
      expect(found.length).toBeLessThanOrEqual(400);
      seen.push(...found);
      const first = down ? found.length - 45 : 5;
      log.see(Math.max(0, first), Math.min(found.length - 1, first + 40), false);
      await settled();
      if (down ? log.snapshot().atEnd : log.snapshot().atStart) return [...seen, ...numbers(log)];
    }
    return seen;
  }

  test('reads nothing around a place until the view rests there', async () => {
    const source = new FakeLog(100_000);
    const log = new LogWindow(source);
    for (const percent of [10, 20, 30]) await log.open({ percent }, 'top');
    await settled();
    expect(source.reads).toHaveLength(3);
    expect(numbers(log).length).toBeLessThanOrEqual(120);
    log.see(0, 40, true);
    await settled();
    expect(source.reads.slice(3)).toEqual([{ before: '300000' }, { after: '302000' }]);
    expect(numbers(log).length).toBeGreaterThan(200);
  });

  test('scrolls through all of it without a gap, keeping little, in both directions', async () => {
    const log = new LogWindow(new FakeLog(5_000));
    await log.open({ percent: 0 }, 'top');
    expect(new Set(await scrollThrough(log, true)).size).toBe(5_000);
    expect(numbers(log).at(-1)).toBe(5_000);
    expect(new Set(await scrollThrough(log, false)).size).toBe(5_000);
    expect(numbers(log)[0]).toBe(1);
  });

  test('new lines join at the end, a gap is read, and far from the end they are only counted', async () => {
    const source = new FakeLog(1_000);
    const log = new LogWindow(source);
    await log.open({}, 'bottom');
    await settled();
    source.total = 1_002;
    expect(log.append([lineAt(1_000), lineAt(1_001)], '10000', '10020', 10_020, true)).toBe(true);
    expect(numbers(log).at(-1)).toBe(1_002);
    source.total = 1_010;
    log.append([lineAt(1_009)], '10090', '10100', 10_100, true);
    await settled();
    expect(numbers(log).at(-1)).toBe(1_010);
    expect(isRun(numbers(log))).toBe(true);
    await log.open({ percent: 10 }, 'top');
    expect(log.append([lineAt(1_010)], '10100', '10110', 10_110, false)).toBe(false);
    expect(log.snapshot().info?.totalLines).toBe(1_011);
  });

  test('a wish behind the last line shows the end', async () => {
    const source = new FakeLog(300);
    const log = new LogWindow(source);
    const read = source.read.bind(source);
    vi.spyOn(source, 'read').mockImplementation((place, match, limit) => read(place.line ? {} : place, match, limit));
    await log.open({ line: 9_999 }, 'top');
    expect(log.snapshot().aim).toMatchObject({ cursor: null, at: 'bottom' });
  });

  test('an error keeps the lines and can be tried again', async () => {
    const source = new FakeLog(5_000);
    const log = new LogWindow(source);
    await log.open({}, 'bottom');
    await settled();
    source.failing = true;
    await log.open({ percent: 50 }, 'top');
    expect(log.snapshot().error).toBeInstanceOf(Error);
    expect(numbers(log).at(-1)).toBe(5_000);
    source.failing = false;
    log.tryAgain();
    await settled();
    expect(log.snapshot().error).toBeNull();
    expect(numbers(log)).toContain(2_501);
  });
});

test('a click selects a line, another with Shift a range in either direction, a link as many lines as it says', () => {
  const five = selectTo(null, lineAt(5), false);
  expect(five).toMatchObject({ start: 50, end: 50, count: 1 });
  expect(selectTo(five, lineAt(2), true)).toMatchObject({ start: 20, end: 50, count: 4, firstNumber: 3 });
  expect(selectTo(selectTo(five, lineAt(2), true), lineAt(9), true)).toMatchObject({ start: 50, end: 90, count: 5 });
  const linked = selectFromLink([lineAt(10), lineAt(11)], 1_000);
  expect(
    linked && [isSelected(linked, lineAt(9)), isSelected(linked, lineAt(1_009)), isSelected(linked, lineAt(1_010))],
  ).toEqual([false, true, false]);
});

test('an anchor is the part and the place in it', () => {
  const parts = [
    { fingerprint: '4096-aa', startOffset: 0, sizeBytes: 100 },
    { fingerprint: '50-bb', startOffset: 100, sizeBytes: 50 },
  ];
  expect(anchorAt(parts, 0)).toBe('4096-aa-0');
  expect(anchorAt(parts, 120)).toBe('50-bb-20');
  expect(anchorAt([], 5)).toBeNull();
});
