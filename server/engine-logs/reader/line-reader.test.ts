import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LineSource, linesAfter, linesBefore } from './line-reader';

async function withText<T>(text: string | Buffer, work: (source: LineSource) => Promise<T>): Promise<T> {
  const bytes = Buffer.from(text);
  return work({ sizeBytes: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) });
}

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
              forward.push(...run.lines.map((item) => item.bytes.toString()));
              at = run.endOffset;
            }
            const backward: string[] = [];
            for (let at = file.sizeBytes; ; ) {
              const run = await linesBefore(file, at, limit, false);
              if (run.lines.length === 0) break;
              backward.unshift(...run.lines.map((item) => item.bytes.toString()));
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
      expect(all.lines.map(({ offset, bytes, cut }) => [offset, bytes.toString(), cut])).toEqual([
        [0, 'one', false],
        [4, '中文', false],
        [12, 'three', false],
      ]);
      expect((await linesAfter(file, 6, 10, false)).lines[0]?.bytes.toString()).toBe('three');
      expect((await linesBefore(file, 6, 1, false)).lines[0]?.bytes.toString()).toBe('中文');
    });
  });

  it('leaves out a line that is still being written', async () => {
    await withText('one\ntwo', async (file) => {
      expect((await linesBefore(file, file.sizeBytes, 10, true)).lines.map((item) => item.bytes.toString())).toEqual([
        'one',
      ]);
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
      expect(second.lines[0]?.bytes).toHaveLength(16 << 10);
      expect((await linesAfter(file, second.endOffset, 10, false)).lines[0]?.bytes.toString()).toBe('after');
      const back = await linesBefore(file, file.sizeBytes - 6, 10, false);
      expect(back.lines[0]).toMatchObject({ offset: 7, cut: true });
      expect((await linesBefore(file, back.startOffset, 10, false)).lines.map((item) => item.bytes.toString())).toEqual(
        ['before'],
      );
    });
  });
});
