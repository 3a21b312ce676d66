import { describe, expect, it } from 'vitest';
import { versionKey, versionSpellings } from './engine-version';

describe('engine versions', () => {
  it.each([
    ['v2.4.3', '2.4.3'],
    ['2.4.3', '2.4.3'],
    ['vpython2', 'python2'],
    ['python2', 'python2'],
  ])('%s is known as %s', (stored, shown) => {
    expect(versionKey(stored)).toBe(shown);
  });

  it('keeps a version that is only a letter, and gives both spellings', () => {
    expect(versionKey('v')).toBe('v');
    expect(versionSpellings('v2.4.3')).toEqual(['2.4.3', 'v2.4.3']);
    expect(versionSpellings('2.4.3')).toEqual(['2.4.3', 'v2.4.3']);
  });
});
