import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '@/server/platform/config/environment';
import { openEngineLog } from '../reader/open-log';
import { type LinkisPage, type PageRequest, readLinkisPage } from './page';

let root: string;
const suffix = 'alice/20260506/spark/t1/logs';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'engineroom-linkis-'));
  mkdirSync(join(root, suffix), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Asked {
  fromLine?: number;
  pageSize?: number;
  tail?: boolean;
  only?: string[];
  ignore?: string[];
}

async function withText<T>(
  text: string,
  work: (read: (asked: Asked) => Promise<LinkisPage>) => Promise<T>,
): Promise<T> {
  writeFileSync(join(root, suffix, 'stdout'), text);
  const configuration = readConfiguration({ LOG_ROOTS: root, DATA_DIR: root });
  const log = await openEngineLog(
    configuration,
    { ticketId: 't1', instance: 'h:1', suffix, ecm: null, ended: true },
    'stdout',
  );
  if ('reason' in log) throw new Error(log.reason);
  const toBytes = (words: string[] = []) => words.map((word) => Buffer.from(word));
  try {
    return await work(({ fromLine = 1, pageSize = 100, tail = false, only, ignore }) => {
      const filter = { only: toBytes(only), ignore: toBytes(ignore) };
      const request: PageRequest = { fromLine, pageSize, tail, filter, end: log.sizeBytes, key: 't1/stdout' };
      return readLinkisPage(log, request);
    });
  } finally {
    await log.close();
  }
}

/** What Java makes of a text: the plainest way to say it. */
function javaLines(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Which lines stay, judged by all lines at once. */
function stay(lines: string[], only: string[], ignore: string[]): boolean[] {
  const begins = (line: string) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d.\d{3}/.test(line);
  const groups: number[][] = [];
  for (const [index, line] of lines.entries()) {
    const last = groups.at(-1);
    const joins = !begins(line) && last && begins(lines[last[0] as number] as string) && last.length <= 500;
    if (joins) last.push(index);
    else groups.push([index]);
  }
  return groups.flatMap((group) => {
    const cut = group.findIndex((index) => ignore.some((word) => lines[index]?.includes(word)));
    const left = cut < 0 ? group : group.slice(0, cut);
    const wanted = only.length === 0 || left.some((index) => only.some((word) => lines[index]?.includes(word)));
    return group.map((index) => wanted && left.includes(index));
  });
}

/** A page after the words of the contract, from all lines. */
function expected(text: string, asked: Asked): LinkisPage {
  const { fromLine = 1, pageSize = 100, tail = false, only = [], ignore = [] } = asked;
  const lines = javaLines(text);
  const kept = stay(lines, only, ignore);
  const order = tail ? [...lines.keys()].reverse() : [...lines.keys()];
  const logs: string[] = [];
  const skipped = Math.min(Math.max(0, fromLine - 1), lines.length);
  let endLine = skipped;
  for (const index of order.slice(skipped)) {
    if (logs.length >= pageSize) break;
    endLine++;
    if (kept[index]) logs.push(lines[index] as string);
  }
  return { logs: tail ? logs.reverse() : logs, endLine };
}

const FILE = [
  '2024-05-06 10:00:01.000 [INFO ] A start',
  '2024-05-06 10:00:02.000 [ERROR] B failed',
  '\tat x.y.Z(Z.java:1)',
  'Caused by: java.io.IOException: no',
  '2024-05-06 10:00:03.000 [INFO ] C 中文',
  '2024-05-06 10:00:04.000 [WARN ] D warn',
  '2024-05-06 10:00:05.000 [INFO ] E end',
];

describe('pages of a log', () => {
  it.each<[string, Asked, number[], number]>([
    ['all', {}, [1, 2, 3, 4, 5, 6, 7], 7],
    ['the first page', { pageSize: 3 }, [1, 2, 3], 3],
    ['the page after', { pageSize: 3, fromLine: 4 }, [4, 5, 6], 6],
    ['0 and below are the first line', { pageSize: 3, fromLine: -5 }, [1, 2, 3], 3],
    ['behind the end', { fromLine: 100 }, [], 7],
    ['no lines', { pageSize: 0 }, [], 0],
    ['the end', { pageSize: 3, fromLine: 0, tail: true }, [5, 6, 7], 3],
    ['the page before the end', { pageSize: 3, fromLine: 4, tail: true }, [2, 3, 4], 6],
    ['the last page from the end', { pageSize: 3, fromLine: 7, tail: true }, [1], 7],
    ['ahead of the beginning', { pageSize: 3, fromLine: 9, tail: true }, [], 7],
    ['a stack trace stays with its entry', { only: ['ERROR'] }, [2, 3, 4], 7],
    ['a word in a stack trace finds its entry', { only: ['IOException'] }, [2, 3, 4], 7],
    ['a stack trace goes with its entry', { ignore: ['ERROR'] }, [1, 5, 6, 7], 7],
    ['also from the end', { ignore: ['ERROR'], tail: true }, [1, 5, 6, 7], 7],
    ['any of the words', { only: ['ERROR', 'WARN'] }, [2, 3, 4, 6], 7],
    ['leaving out wins', { only: ['INFO'], ignore: ['C'] }, [1, 7], 7],
    ['a page may end inside an entry', { only: ['ERROR'], pageSize: 2 }, [2, 3], 3],
    ['and the next goes on there', { only: ['ERROR'], pageSize: 2, fromLine: 4 }, [4], 7],
    ['the same from the end', { only: ['ERROR'], pageSize: 2, tail: true }, [3, 4], 5],
    ['and on', { only: ['ERROR'], pageSize: 2, tail: true, fromLine: 6 }, [2], 7],
  ])('%s', async (_, asked, numbers, endLine) => {
    const logs = numbers.map((number) => FILE[number - 1] as string);
    await withText(FILE.join('\n'), async (read) => expect(await read(asked)).toEqual({ logs, endLine }));
    expect(expected(FILE.join('\n'), asked)).toEqual({ logs, endLine });
  });

  const piece = fc.constantFrom(
    '2024-05-06 10:00:01.000 INFO x',
    '2024-05-06 10:00:01,000 ERROR y',
    '\tat frame',
    'Caused by z',
    '',
    '中文',
  );
  const ending = fc.constantFrom('\n', '\r\n', '\r');
  const words = fc.subarray(['ERROR', 'frame', 'z', '中', 'INFO'], { maxLength: 2 });

  it('are what the whole file says, for any ends of lines, words and sizes, from both ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(piece, ending), { maxLength: 25 }),
        piece,
        words,
        words,
        fc.integer({ min: 1, max: 6 }),
        async (lines, last, only, ignore, pageSize) => {
          const text = lines.map((pair) => pair.join('')).join('') + last;
          await withText(text, async (read) => {
            for (const tail of [false, true])
              for (let fromLine = 1; fromLine <= lines.length + 2; fromLine++) {
                const asked = { fromLine, pageSize, tail, only, ignore };
                expect(await read(asked)).toEqual(expected(text, asked));
              }
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  /** Some megabytes with every end of line, a few of them across the edges of windows. */
  function large(alone: boolean): string {
    const lines: string[] = [];
    for (let number = 1; number <= 60_000; number++) {
      const head = number % 3 === 1 ? '2024-05-06 10:00:01.000 INFO ' : '\tat ';
      const end = alone && number % 97 === 0 ? '\r' : number % 5 === 0 ? '\r\n' : '\n';
      lines.push(`${head}${number}${'x'.repeat(number % 61)}${end}`);
    }
    return lines.join('');
  }

  it.each([true, false])('are found far from both ends, with lone returns: %s', async (alone) => {
    const text = large(alone);
    await withText(text, async (read) => {
      for (const fromLine of [1, 19_999, 20_001, 35_000, 59_998, 60_000, 60_001, 99_999])
        for (const tail of [false, true])
          for (const only of [[], ['123']]) {
            const asked = { fromLine, pageSize: 7, tail, only };
            expect(await read(asked), JSON.stringify(asked)).toEqual(expected(text, asked));
          }
    });
  });

  it('remember nothing of a file that was replaced by another of its size', async () => {
    const before = large(true);
    const asked = { fromLine: 50_000, pageSize: 2 };
    await withText(before, async (read) => expect(await read(asked)).toEqual(expected(before, asked)));
    const after = before.replaceAll('\r', '\n');
    await withText(after, async (read) => expect(await read(asked)).toEqual(expected(after, asked)));
  });

  it('test what follows the 500th line of an entry by itself', async () => {
    const trace = Array.from({ length: 700 }, (_, index) => `\tat frame ${index + 1}`);
    const text = [FILE[1], ...trace, FILE[6]].join('\n');
    for (const asked of [
      { only: ['ERROR'], pageSize: 1000 },
      { only: ['frame 650'], tail: true },
      { ignore: ['ERROR'], pageSize: 5, fromLine: 300, tail: true },
      { ignore: ['ERROR'], pageSize: 5, fromLine: 300 },
    ])
      await withText(text, async (read) => expect(await read(asked)).toEqual(expected(text, asked)));
  });

  it('cut a line of many megabytes and say so', async () => {
    const text = `first\n${'x'.repeat(5 << 20)}\r\nlast`;
    await withText(text, async (read) => {
      for (const tail of [false, true]) {
        const { logs, endLine } = await read({ tail, pageSize: 10 });
        expect(endLine).toBe(3);
        expect([logs[0], logs[2]]).toEqual(['first', 'last']);
        expect(logs[1]).toMatch(/^x{65536} … \[cut: the line has 5242882 bytes/);
      }
    });
  });
});
