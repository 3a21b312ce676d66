import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { makeMatcher } from '../matcher';
import { normalise, utf8Sequences } from './code-points';

/** Lines of a text that a pattern finds. */
function found(pattern: string, text: Buffer, caseSensitive = true): number[] {
  const matcher = makeMatcher({ query: pattern, mode: 'regex', caseSensitive }, ['utf-8']);
  const lines: number[] = [];
  for (let at = 0; at < text.length; ) {
    const hit = matcher?.find(text, at, text.length) ?? -1;
    if (hit < 0) break;
    const start = hit === 0 ? 0 : Math.max(at, text.lastIndexOf(10, hit - 1) + 1);
    lines.push(start);
    const newline = text.indexOf(10, hit);
    at = newline < 0 ? text.length : newline + 1;
  }
  return lines;
}

/** The same by the library, line by line. */
function expected(pattern: string, text: Buffer, caseSensitive = true): number[] {
  const compiled = RE2JS.compile(pattern, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
  const lines: number[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf(10, start);
    const end = newline < 0 ? text.length : newline;
    const line = text.subarray(start, end > start && text[end - 1] === 13 && newline >= 0 ? end - 1 : end);
    if (compiled.test(line)) lines.push(start);
    start = end + 1;
  }
  return lines;
}

const atom = fc.constantFrom(
  'a',
  'b',
  'é',
  '中',
  '.',
  '\\d',
  '\\w',
  '\\W',
  '\\s',
  '[a-c]',
  '[^a]',
  '[^a\\d]',
  '[中-丿]',
  ' ',
  '1',
  '\\.',
  '\\b',
  '\\B',
  '^',
  '$',
  '\\x61',
);
const pattern = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    atom,
    fc.tuple(tie('node'), tie('node')).map(([left, right]) => left + right),
    fc.tuple(tie('node'), tie('node')).map(([left, right]) => `(?:${left}|${right})`),
    fc
      .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))
      .map(([item, bound]) => `(${item})${bound}`),
  ),
})).node;
const line = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'é', '中', '万', ' ', '1', '.', '\t', '_', '-'),
  maxLength: 12,
});
const text = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, ended]) => Buffer.from(lines.join(end) + (ended && lines.length > 0 ? end : '')));

describe('regular expressions over bytes', () => {
  it('find the lines that the library finds', () => {
    fc.assert(
      fc.property(pattern, text, (source, bytes) => {
        expect(found(source, bytes)).toEqual(expected(source, bytes));
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['error', '(?i)ERROR', 'e[rR]+or', 'fatal|error|warn', '^\\[?error', 'err.*or$', 'task \\d+ of \\d+'])(
    'in any case: %s',
    (source) => {
      const bytes = Buffer.from('Error: x\nall fine\n[ERROR] y\nfatal\nTASK 12 of 34\nerror\r\n');
      expect(found(source, bytes, false)).toEqual(expected(source, bytes, false));
      expect(found(source, bytes)).toEqual(expected(source, bytes));
    },
  );

  it('take what is no UTF-8 as characters', () => {
    const bytes = Buffer.concat([Buffer.from('a'), Buffer.from([0xff, 0x80, 0xe4]), Buffer.from('b\na中b\n')]);
    expect(found('^a.*b$', bytes)).toEqual([0, 6]);
    expect(found('^a[^x]b$', bytes)).toEqual([6]);
  });

  it('take time that grows with the text alone, however they are made', () => {
    const steps = (length: number, source: string) => {
      const bytes = Buffer.from(`${'a'.repeat(length)}!\n`);
      let reads = 0;
      const counting = new Proxy(bytes, {
        get: (target, name) => {
          if (typeof name === 'string' && /^\d+$/.test(name)) reads++;
          const value = Reflect.get(target, name, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      makeMatcher({ query: source, mode: 'regex', caseSensitive: true }, ['utf-8'])?.find(counting, 0, bytes.length);
      return reads;
    };
    for (const source of ['(a+)+$', '(a|aa)+$', '(.*)*x', '(a*)*b', '([a-z]+)*=']) {
      const [short, long] = [steps(1000, source), steps(10_000, source)];
      expect({ source, ratio: long / short < 11 }).toEqual({ source, ratio: true });
    }
  });

  it('says what is wrong with an expression', () => {
    expect(() => found('(', Buffer.from('x\n'))).toThrow(/missing closing \)/);
    expect(() => found('a{1001}', Buffer.from('x\n'))).toThrow(/repe/);
  });
});

describe('UTF-8 of ranges', () => {
  it('has the bytes of each character in them and of no other', () => {
    const point = fc.oneof(
      fc.integer({ min: 0, max: 0x10ffff }),
      fc.constantFrom(0, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff),
    );
    fc.assert(
      fc.property(point, point, point, (one, other, asked) => {
        fc.pre(asked < 0xd800 || asked > 0xdfff);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const bytes = [...Buffer.from(String.fromCodePoint(asked))];
        const fits = utf8Sequences(low, high).filter(
          (sequence) =>
            sequence.length === bytes.length &&
            sequence.every(
              ([first, last], index) => first <= (bytes[index] as number) && (bytes[index] as number) <= last,
            ),
        );
        expect(fits.length).toBe(asked >= low && asked <= high ? 1 : 0);
      }),
      { numRuns: 2000 },
    );
    expect(
      normalise([
        [5, 7],
        [1, 2],
        [3, 4],
      ]),
    ).toEqual([[1, 7]]);
  });
});
