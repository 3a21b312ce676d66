import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectBytes } from '@/test/setup/archive-inspection';
import { buildZip, engineEntries } from '@/test/setup/zip-builder';

const plain = buildZip([...engineEntries(), { name: 'spark/dist/2.4.3/lib/sub/' }], { comment: Buffer.from('note') });
const modern = buildZip(
  engineEntries().map((entry) => ({ ...entry, zip64: true, descriptor: { signed: true, wide: true } })),
  { zip64: true },
);
const unpacked = buildZip(engineEntries().map((entry) => ({ ...entry, method: 0 })));

/** What an archive holds, whatever packed it; null when it is refused. */
async function contentOf(zip: Buffer): Promise<string | null> {
  const { inspection } = await inspectBytes(zip);
  if (inspection.faults.length > 0) return null;
  return JSON.stringify(
    inspection.engines.map(({ materials, plugin, ...engine }) => [
      engine,
      plugin?.unpackedBytes,
      materials.map(({ fileName, manifest }) => [fileName, manifest.sha256]),
    ]),
  );
}

describe.each([
  ['an archive', plain],
  ['an archive with zip64 and descriptors', modern],
  ['an archive of stored files', unpacked],
])('%s that was damaged', (_, zip) => {
  it('is refused when it was cut, wherever', async () => {
    for (let length = 0; length < zip.length; length += 1)
      expect(await contentOf(zip.subarray(0, length)), `cut at ${length}`).toBeNull();
  });

  it('is refused or holds the same when a byte was changed, wherever', async () => {
    const original = await contentOf(zip);
    expect(original).not.toBeNull();
    await fc.assert(
      fc.asyncProperty(fc.nat(zip.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = Buffer.from(zip);
        damaged[at] = (zip[at] ?? 0) ^ change;
        const content = await contentOf(damaged);
        if (content !== null) expect(content).toBe(original);
      }),
      { numRuns: 1500 },
    );
  });

  it('is refused or holds the same when bytes were taken out or put in', async () => {
    const original = await contentOf(zip);
    await fc.assert(
      fc.asyncProperty(fc.nat(zip.length), fc.nat(8), fc.uint8Array({ maxLength: 8 }), async (at, taken, put) => {
        const damaged = Buffer.concat([zip.subarray(0, at), Buffer.from(put), zip.subarray(at + taken)]);
        const content = await contentOf(damaged);
        if (content !== null) expect(content).toBe(original);
      }),
      { numRuns: 500 },
    );
  });
});
