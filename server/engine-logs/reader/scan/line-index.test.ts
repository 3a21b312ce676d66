import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalPart } from '../part';
import { buildIndex } from './line-index';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'engineroom-index-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const going = () => false;

function part(text: string): LocalPart {
  const path = join(folder, 'part');
  writeFileSync(path, text);
  return { format: 'plain', path, sizeBytes: Buffer.byteLength(text) };
}

describe('the index of lines', () => {
  it('is continued when the part grows and built anew when it is another', async () => {
    const line = '2026-05-06 10:00:00.001 [INFO ] a line\n';
    const grown = part(line.repeat(60_000));
    const path = join(folder, 'one.index');
    const first = await buildIndex(grown, path, going);
    expect(first).toMatchObject({ newlines: 60_000, scannedBytes: grown.sizeBytes });
    appendFileSync(grown.path, line.repeat(40_000));
    const longer = { ...grown, sizeBytes: grown.sizeBytes + line.length * 40_000 };
    const continued = await buildIndex(longer, path, going);
    const anew = await buildIndex(longer, join(folder, 'other.index'), going);
    expect(continued).toEqual(anew);
    expect(continued.newlines).toBe(100_000);
    writeFileSync(grown.path, 'x\n'.repeat(2_500_000));
    const other = await buildIndex({ ...grown, sizeBytes: 5_000_000 }, path, going);
    expect(other.newlines).toBe(2_500_000);
  });
});
