import { describe, expect, it } from 'vitest';
import { expiryOf } from './expiry';
import { linkisPage } from './linkis-paging';
import { cutText } from './text';
import { versionNumber, versionText } from './version';

describe('versions', () => {
  it.each([
    [1, 'v000001'],
    [999_999, 'v999999'],
    [1_000_000, 'v1000000'],
  ])('%i is named %s', (number, text) => {
    expect(versionText(number)).toBe(text);
    expect(versionNumber(text)).toBe(number);
  });

  it.each(['', 'v1', '000001', 'v00001', 'v00000x', 'V000001'])('"%s" names none', (text) => {
    expect(versionNumber(text)).toBeNull();
  });
});

describe('expiry', () => {
  const created = new Date('2026-05-06T10:20:30Z');
  const of = (text: string) => expiryOf(text, created, (wall) => new Date(`${wall.replace(' ', 'T')}Z`))?.toISOString();

  it.each([
    ['5d', '2026-05-11T10:20:30.000Z'],
    ['12h', '2026-05-06T22:20:30.000Z'],
    [' 30m ', '2026-05-06T10:50:30.000Z'],
    ['45s', '2026-05-06T10:21:15.000Z'],
    ['2030-01-31', '2030-01-31T00:00:00.000Z'],
    ['2030-01-31 12:00:00', '2030-01-31T12:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(of(text)).toBe(expected);
  });

  it.each(['', '5', '5w', '0d', '-1d', '999999999d', '2030-02-30', '2030-01-01 25:00:00', 'soon'])(
    '%s is none',
    (text) => {
      expect(of(text)).toBeUndefined();
    },
  );
});

describe('pages', () => {
  it.each([
    ['1', '2', 3, 0, 2],
    ['2', '2', 3, 2, 2],
    ['9', '2', 3, 2, 2],
    ['x', 'y', 3, 0, 10],
    ['0', '0', 3, 0, 5000],
    [undefined, undefined, 0, 0, 10],
  ])('page %s of size %s among %i begins at %i with %i', (page, pageSize, total, offset, size) => {
    expect(linkisPage(page, pageSize, total)).toEqual({ offset, size });
  });
});

describe('texts', () => {
  it('are cut between characters', () => {
    expect(cutText('汉字😀x', 3)).toBe('汉字😀');
    expect(cutText('short', 50)).toBe('short');
  });
});
