import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logMatchSchema } from '@/contracts/engine-logs';
import { encodeGbk } from '../encoding';
import type { LocalPart } from '../part';
import { commonText, findErrors } from './clusters';
import { keepBackward, keepForward } from './filtered';
import { JoinedParts } from './joined-parts';
import { lineBlocks, lineBlocksBackward } from './line-blocks';
import { LineFinder } from './line-finder';
import { nearest, search } from './search';

let folder: string;
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'engineroom-scan-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function part(bytes: Buffer | string): LocalPart {
  const path = join(folder, `part-${files++}`);
  writeFileSync(path, bytes);
  return { format: 'plain', path, sizeBytes: Buffer.byteLength(bytes) };
}

/** The same bytes as an archive keeps them. */
function blocksPart(bytes: Buffer, blockBytes: number): LocalPart {
  const members: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += blockBytes) members.push(gzipSync(bytes.subarray(at, at + blockBytes)));
  const offsets = [0];
  for (const member of members) offsets.push((offsets.at(-1) as number) + member.length);
  const path = join(folder, `part-${files++}`);
  writeFileSync(path, Buffer.concat(members));
  return { format: 'gzip-blocks', path, sizeBytes: bytes.length, blockBytes, offsets };
}

async function withLog<T>(parts: LocalPart[], work: (log: JoinedParts) => Promise<T>): Promise<T> {
  const log = new JoinedParts(parts);
  try {
    return await work(log);
  } finally {
    log.close();
  }
}

const going = () => false;
const matchOf = (match: Record<string, string>) => logMatchSchema.parse(match);

interface Line {
  text: string;
  offset: number;
}

function linesOf(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    lines.push({ text: bytes.toString('utf8', start, end), offset: start });
    start = end + 1;
  }
  return lines;
}

async function searched(parts: LocalPart[], match: Record<string, string>) {
  return withLog(parts, async (log) => {
    const offsets: number[] = [];
    const finder = new LineFinder(log, matchOf(match), ['utf-8']);
    const result = await search(log, finder, going, (report) => offsets.push(...report.offsets));
    return { matches: result.matches, offsets: [...offsets, ...result.offsets], buckets: [...result.buckets] };
  });
}

const WORDS = ['boom', 'Boom', 'ok', '中文', '', 'a.c', 'abc', 'x'.repeat(50)];
const text = fc
  .tuple(
    fc.array(
      fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }).map((words) => words.join(' ')),
      { maxLength: 60 },
    ),
    fc.boolean(),
  )
  .map(([lines, ended]) => Buffer.from(lines.join('\n') + (ended && lines.length > 0 ? '\n' : '')));
const split = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 });

/** Parts of a log, cut anywhere, some of them as archives. */
function cut(bytes: Buffer, places: readonly number[]): LocalPart[] {
  const ends = [...places.map((place) => Math.floor(place * bytes.length)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => {
    const piece = bytes.subarray(ends[index - 1] ?? 0, end);
    return index % 2 === 0 ? part(piece) : blocksPart(piece, 7);
  });
}

describe('searching', () => {
  it('finds exactly the lines that hold the text, in any parts', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        split,
        fc.constantFrom('boom', '中', 'a.c', 'x'),
        fc.boolean(),
        fc.boolean(),
        async (bytes, places, query, caseSensitive, inverted) => {
          const holds = (line: string) =>
            caseSensitive ? line.includes(query) : line.toLowerCase().includes(query.toLowerCase());
          const expected = linesOf(bytes)
            .filter(({ text: line }) => holds(line) !== inverted)
            .map(({ offset }) => offset);
          const found = await searched(cut(bytes, places), {
            query,
            caseSensitive: `${caseSensitive}`,
            inverted: `${inverted}`,
          });
          expect(found.offsets).toEqual(expected);
          expect(found.matches).toBe(expected.length);
          expect(found.buckets.reduce((sum, count) => sum + count, 0)).toBe(expected.length);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('counts a line of many megabytes once, wherever in it the text is', async () => {
    const long = Buffer.alloc(5 << 20, 'x');
    for (const at of [0, 1 << 20, 3 << 20, long.length - 4]) long.write('boom', at);
    const bytes = Buffer.concat([Buffer.from('first boom\n'), long, Buffer.from('\nlast boom\n')]);
    expect(await searched([part(bytes)], { query: 'boom' })).toMatchObject({
      matches: 3,
      offsets: [0, 11, 12 + long.length],
    });
    expect(await searched([part(bytes)], { query: 'boom', mode: 'regex' })).toMatchObject({ matches: 3 });
  });

  it.each([
    ['错误', 1],
    ['OOM错误', 1],
    ['oom错误', 1],
    ['错吴', 0],
  ])('finds Chinese text in GBK and in UTF-8, whatever the case of what is beside it: %s', async (query, expected) => {
    const text = '一行\nOom错误：磁盘\n';
    for (const bytes of [Buffer.from(text), encodeGbk(text) as Buffer]) {
      const finder = (log: JoinedParts) => new LineFinder(log, matchOf({ query }), ['unknown']);
      const found = await withLog([part(bytes)], (log) => search(log, finder(log), going, () => {}));
      expect(found.matches).toBe(expected);
    }
  });

  it('goes to the next and the previous line that fits from anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(text, split, fc.double({ min: 0, max: 1, noNaN: true }), async (bytes, places, place) => {
        const from = Math.floor(place * bytes.length);
        const hits = linesOf(bytes)
          .filter(({ text: line }) => line.includes('boom'))
          .map(({ offset }) => offset);
        const begin =
          linesOf(bytes)
            .map(({ offset }) => offset)
            .find((offset) => offset >= from) ?? bytes.length;
        await withLog(cut(bytes, places), async (log) => {
          const finder = () => new LineFinder(log, matchOf({ query: 'boom', caseSensitive: 'true' }), ['utf-8']);
          expect(await nearest(log, finder(), from, 'next', going)).toBe(hits.find((offset) => offset >= from) ?? null);
          expect(await nearest(log, finder(), from, 'previous', going)).toBe(
            hits.findLast((offset) => offset < begin) ?? null,
          );
        });
      }),
      { numRuns: 100 },
    );
  });

  it('stops when it is told to', async () => {
    const bytes = Buffer.alloc(40 << 20, 'some text in a line\n');
    let asked = 0;
    const result = await withLog([part(bytes)], (log) =>
      search(
        log,
        new LineFinder(log, matchOf({ query: 'none' }), ['utf-8']),
        () => ++asked > 3,
        () => {},
      ),
    );
    expect(result.scannedBytes).toBeLessThan(8 << 20);
  });
});

describe('blocks of lines', () => {
  it('give every byte once, forward and backward', async () => {
    const bytes = Buffer.concat([
      Buffer.alloc(3 << 20, 'line of text\n'),
      Buffer.alloc(3 << 20, 'y'),
      Buffer.from('\nlast'),
    ]);
    await withLog([part(bytes)], async (log) => {
      const forward = [...lineBlocks(log, 0, log.sizeBytes)].map(({ start, end }) => [start, end]);
      const backward = [...lineBlocksBackward(log, log.sizeBytes)].map(({ start, end }) => [start, end]).reverse();
      for (const blocks of [forward, backward]) {
        expect(blocks[0]?.[0]).toBe(0);
        expect(blocks.at(-1)?.[1]).toBe(bytes.length);
        for (let index = 1; index < blocks.length; index++) expect(blocks[index]?.[0]).toBe(blocks[index - 1]?.[1]);
      }
    });
  });
});

const LOG = [
  '2026-05-06 10:00:00.001 [INFO ] [main] a - start',
  '2026-05-06 10:00:01.001 [ERROR] [main] a - task 12 failed for "x"',
  'java.lang.IllegalStateException: boom 1',
  '\tat a.b.C.d(C.java:1)',
  'Caused by: java.io.IOException: disk ERROR',
  '2026-05-06 10:00:02.001 [WARN ] [main] a - careful',
  'second line of the warning',
  '2026-05-06 10:00:03.001 [ERROR] [main] a - task 99 failed for "y"',
  'java.lang.IllegalStateException: boom 2',
  'Caused by: java.io.IOException: disk',
  '2026-05-06 10:00:04.001 [ERROR] [main] a - other',
  '2026-05-06 10:00:05.001 [INFO ] [main] a - boom is only a word',
  '',
].join('\n');

describe('entries', () => {
  const places = LOG.split('\n').map((_, index, all) =>
    all.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0),
  );
  const numbers = (offsets: number[]) => offsets.map((offset) => places.indexOf(offset));
  const kept = async (match: Record<string, string>, limit = 100) =>
    withLog([part(LOG)], async (log) => {
      const finder = () => new LineFinder(log, matchOf(match), ['utf-8']);
      const forward = await keepForward(log, finder(), 0, limit, going);
      const backward = await keepBackward(log, finder(), log.sizeBytes, limit, going);
      return { forward: numbers(forward.offsets), backward: numbers(backward.offsets) };
    });

  it.each([
    [{ level: 'error' }, [1, 2, 3, 4, 7, 8, 9, 10]],
    [{ level: 'warn' }, [5, 6]],
    [{ level: 'warn,error', query: 'disk' }, [1, 2, 3, 4, 7, 8, 9]],
    [{ query: 'boom' }, [1, 2, 3, 4, 7, 8, 9, 11]],
    [{ query: 'second' }, [5, 6]],
    [{ level: 'debug' }, []],
  ])('are kept whole by %j', async (match, expected) => {
    const { forward, backward } = await kept(match as Record<string, string>);
    expect(forward).toEqual(expected);
    expect(backward).toEqual(expected);
  });

  it('fill pages in either direction without a gap', async () => {
    const pages: number[] = [];
    await withLog([part(LOG)], async (log) => {
      for (let from = 0; from < log.sizeBytes; ) {
        const page = await keepForward(
          log,
          new LineFinder(log, matchOf({ level: 'error' }), ['utf-8']),
          from,
          2,
          going,
        );
        pages.push(...numbers(page.offsets));
        from = page.endOffset;
      }
    });
    expect(pages).toEqual([1, 2, 3, 4, 7, 8, 9, 10]);
  });

  it('are put together when they are alike', async () => {
    const result = await withLog([part(LOG)], (log) => findErrors(log, ['utf-8'], going, () => {}));
    expect(result).toMatchObject({ errors: 3, firstOffset: places[1], more: 0 });
    expect(result.clusters.map(({ count, firstOffset, lastOffset }) => [count, firstOffset, lastOffset])).toEqual([
      [2, places[1], places[7]],
      [1, places[10], places[10]],
    ]);
    expect(result.clusters[0]?.pattern).toMatch(
      /task … failed for … ⏎ java.lang.IllegalStateException ⏎ java.io.IOException$/,
    );
  });

  it('have a common text without what differs', () => {
    const one = commonText(
      '2026-05-06 10:00:01.001 [ERROR] [main] a - job 1a2b of 10.0.0.1:8080 in /data/x/1 "n" took 12ms',
    );
    const other = commonText(
      '2026-05-07 11:11:11.111 [ERROR] [main] a - job 99 of 10.0.0.22:90 in /data/yy/2/3 "other" took 7ms',
    );
    expect(one).toBe(other);
  });
});
