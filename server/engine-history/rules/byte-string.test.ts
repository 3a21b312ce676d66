import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatByteString, parseByteString } from './byte-string';

describe('reading byte strings (vectors: byteStringToBytes)', () => {
  it.each([
    ['2.0 GB', 2147483648],
    ['3.0 GB', 3221225472],
    ['1536.0 MB', 1610612736],
    ['2.3 GB', 2458868776],
    ['2.9 GB', 3113851289],
    ['0.0 B', 0],
    ['0k', 0],
    ['512', 512],
    ['1g', 1073741824],
    ['1 G', 1073741824],
    ['20g', 21474836480],
    ['100.0 KB', 102400],
    ['1048576.0', 1048576],
    ['2.0GB', 2147483648],
    ['1.25 GB', 1342177280],
    ['0.005 GB', 0],
    ['1', 1],
    ['1b', 1],
    ['1k', 1024],
    ['1Kb', 1024],
    ['1m', 1048576],
    ['1GB', 1073741824],
    ['1t', 1099511627776],
    ['1p', 1125899906842624],
    ['1PB', 1125899906842624],
  ])('%s is %i bytes', (text, bytes) => {
    expect(parseByteString(text)).toBe(bytes);
  });

  it.each(['-2.0 GB', 'abc', '', '2.0 GiB', '1A', '1  GB', '8388608.0 TB', '1e3', 'NaN'])('%s is none', (text) => {
    expect(parseByteString(text)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const bytes = parseByteString(text);
        return bytes === null || Number.isSafeInteger(bytes);
      }),
    );
  });
});

describe('writing byte strings (vectors: bytesToDisplay)', () => {
  it.each([
    [0, '0.0 B'],
    [1, '1.0 B'],
    [2048, '2.0 KB'],
    [1048576, '1024.0 KB'],
    [2097151, '2048.0 KB'],
    [1073741824, '1024.0 MB'],
    [2147483647, '2048.0 MB'],
    [2147483648, '2.0 GB'],
    [2199023255552, '2.0 TB'],
    [-1, '-1.0 B'],
    [-2147483648, '-2.0 GB'],
  ])('%i is written %s', (bytes, text) => {
    expect(formatByteString(bytes)).toBe(text);
  });
});
