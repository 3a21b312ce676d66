import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesAfter, linesBefore } from './line-reader';
import { type LogFile, openLog } from './log-directory';

let root: string;
const suffix = 'alice/20260506/spark/t1/logs';
const place = { suffix, ecm: 'bdp001:9102' };

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'engineroom-logs-'));
  mkdirSync(join(root, 'roots', suffix), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const roots = () => [{ ecm: null, directory: join(root, 'roots') }];

async function withText<T>(text: string | Buffer, work: (file: LogFile) => Promise<T>): Promise<T> {
  writeFileSync(join(root, 'roots', suffix, 'stdout'), text);
  const file = await openLog(roots(), place, 'stdout');
  if (typeof file === 'string') throw new Error(file);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

describe('opening a log', () => {
  it('finds it under the root of its engine manager first, then under the shared ones', async () => {
    mkdirSync(join(root, 'own', suffix), { recursive: true });
    writeFileSync(join(root, 'own', suffix, 'gc'), 'own');
    writeFileSync(join(root, 'roots', suffix, 'gc'), 'shared');
    const read = async (ecm: string) => {
      const file = await openLog(
        [...roots(), { ecm: 'bdp001:9102', directory: join(root, 'own') }],
        { suffix, ecm },
        'gc',
      );
      if (typeof file === 'string') return file;
      const text = (await file.read(0, 10)).toString();
      await file.close();
      return text;
    };
    expect(await read('bdp001:9102')).toBe('own');
    expect(await read('bdp002:9102')).toBe('shared');
  });

  it('says why there is none', async () => {
    expect(await openLog([], place, 'stdout')).toBe('not-configured');
    expect(await openLog(roots(), place, 'yarnApp')).toBe('missing');
    expect(await openLog(roots(), { suffix: null, ecm: null }, 'stdout')).toBe('no-directory');
    expect(await openLog(roots(), { suffix: 'nobody/logs', ecm: null }, 'stdout')).toBe('no-directory');
  });

  it('never leaves its root', async () => {
    writeFileSync(join(root, 'stdout'), 'secret');
    for (const bad of [
      '..',
      '../',
      '/etc',
      'a/../..',
      'a//b',
      './a',
      'a\0b',
      '..\\..',
      `${suffix}/../../../../../..`,
    ]) {
      expect(await openLog(roots(), { suffix: bad, ecm: null }, 'stdout')).toBe('no-directory');
    }
    symlinkSync(join(root, 'stdout'), join(root, 'roots', suffix, 'udfLog'));
    expect(await openLog(roots(), place, 'udfLog')).toBe('unreadable');
    mkdirSync(join(root, 'roots', suffix, 'stderr'));
    expect(await openLog(roots(), place, 'stderr')).toBe('unreadable');
  });
});

describe('reading lines', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'b', '中', '\t', 'é'), maxLength: 12 });

  it('gives every line once, forward and backward, whatever the page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 7 }),
        async (lines, ended, limit) => {
          const text = lines.join('\n') + (ended ? '\n' : '');
          const expected = ended ? lines : text === '' ? [] : lines.at(-1) === '' ? lines.slice(0, -1) : lines;
          await withText(text, async (file) => {
            const forward: string[] = [];
            for (let at = 0; ; ) {
              const run = await linesAfter(file, at, limit, false);
              if (run.lines.length === 0) break;
              forward.push(...run.lines.map((item) => item.text));
              at = run.endOffset;
            }
            const backward: string[] = [];
            for (let at = file.sizeBytes; ; ) {
              const run = await linesBefore(file, at, limit, false);
              if (run.lines.length === 0) break;
              backward.unshift(...run.lines.map((item) => item.text));
              at = run.startOffset;
            }
            expect(forward).toEqual(expected);
            expect(backward).toEqual(expected);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('anchors lines at their bytes and accepts offsets inside of them', async () => {
    await withText('one\n中文\r\nthree\n', async (file) => {
      const all = await linesAfter(file, 0, 10, false);
      expect(all.lines).toEqual([
        { offset: 0, text: 'one', cut: false },
        { offset: 4, text: '中文', cut: false },
        { offset: 12, text: 'three', cut: false },
      ]);
      expect((await linesAfter(file, 6, 10, false)).lines[0]?.text).toBe('three');
      expect((await linesBefore(file, 6, 1, false)).lines[0]?.text).toBe('中文');
    });
  });

  it('leaves out a line that is still being written', async () => {
    await withText('one\ntwo', async (file) => {
      expect((await linesBefore(file, file.sizeBytes, 10, true)).lines.map((item) => item.text)).toEqual(['one']);
      expect((await linesAfter(file, 0, 10, true)).endOffset).toBe(4);
      expect((await linesAfter(file, 4, 10, true)).lines).toEqual([]);
    });
  });

  it('cuts a line of many megabytes and goes on behind it', async () => {
    const long = Buffer.alloc(5 << 20, 'x');
    await withText(Buffer.concat([Buffer.from('before\n'), long, Buffer.from('\nafter\n')]), async (file) => {
      const first = await linesAfter(file, 0, 10, false);
      const second = await linesAfter(file, first.endOffset, 10, false);
      expect(second.lines[0]).toMatchObject({ offset: 7, cut: true });
      expect(second.lines[0]?.text).toHaveLength(16 << 10);
      expect((await linesAfter(file, second.endOffset, 10, false)).lines[0]?.text).toBe('after');
      const back = await linesBefore(file, file.sizeBytes - 6, 10, false);
      expect(back.lines[0]).toMatchObject({ offset: 7, cut: true });
      expect((await linesBefore(file, back.startOffset, 10, false)).lines.map((item) => item.text)).toEqual(['before']);
    });
  });
});
