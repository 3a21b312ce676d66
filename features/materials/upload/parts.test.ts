import { expect, test } from 'vitest';
import { folderTree } from './file-tree';
import { Rate } from './rate';
import { pauseBefore } from './retry';

test('a rate is what the last seconds brought, and begins anew when less has arrived', () => {
  const rate = new Rate();
  rate.note(0, 0);
  rate.note(50, 100);
  expect(rate.perSecond()).toBe(null);
  rate.note(1000, 1000);
  expect(rate.perSecond()).toBe(1000);
  for (let second = 2; second <= 30; second++) rate.note(1000 + (second - 1) * 500, second * 1000);
  expect(rate.perSecond()).toBe(500);
  rate.note(600, 31_000);
  expect(rate.perSecond()).toBe(null);
});

test('pauses grow up to half a minute', () => {
  expect([1, 2, 3, 6, 20].map(pauseBefore)).toEqual([1000, 2000, 4000, 30_000, 30_000]);
});

test('paths become folders with their sums', () => {
  const tree = folderTree([
    { path: 'readme', sizeBytes: 1 },
    { path: 'spark/dist/2.4.3/conf/a', sizeBytes: 2 },
    { path: 'spark/dist/2.4.3/lib/b', sizeBytes: 4 },
    { path: 'spark/plugin/c', sizeBytes: 8 },
  ]);
  expect(tree).toMatchObject({ fileCount: 4, sizeBytes: 15, files: [{ name: 'readme' }] });
  const [spark] = tree.folders;
  expect(spark).toMatchObject({ name: 'spark', path: 'spark', fileCount: 3, sizeBytes: 14, files: [] });
  expect(spark?.folders.map(({ name, fileCount }) => [name, fileCount])).toEqual([
    ['dist', 2],
    ['plugin', 1],
  ]);
  expect(spark?.folders[0]?.folders[0]?.folders.map(({ path }) => path)).toEqual([
    'spark/dist/2.4.3/conf',
    'spark/dist/2.4.3/lib',
  ]);
});
