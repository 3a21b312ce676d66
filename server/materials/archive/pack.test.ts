import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectBytes, sourceOf } from '@/test/setup/archive-inspection';
import { type BuiltEntry, buildZip, engineEntries } from '@/test/setup/zip-builder';
import { listZip } from '@/test/setup/zip-listing';
import { DEFAULT_BUDGETS } from './budgets';
import { compareByBytes } from './byte-order';
import { Findings } from './findings';
import { parseManifest, writeManifest } from './manifest';
import { centralHeader, endRecords, localHeader, packZip } from './pack';
import { Watch } from './watch';
import { readZip } from './zip/read-zip';

const LIB = 'spark/dist/2.4.3/lib';
const GIBIBYTE = 2 ** 30;

async function libOf(entries: readonly BuiltEntry[]) {
  const { inspection, stored } = await inspectBytes(buildZip(entries));
  expect(inspection.faults).toEqual([]);
  const lib = inspection.engines[0]?.materials.find(({ fileName }) => fileName === 'lib.zip');
  if (lib === undefined) throw new Error('there is no lib.zip');
  return { lib, pack: stored.get(lib.pack.sha256), manifest: stored.get(lib.manifest.sha256).toString() };
}

async function joined(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

const SOME: BuiltEntry[] = [
  { name: `${LIB}/b.jar`, content: 'b'.repeat(400) },
  { name: `${LIB}/sub/c.jar`, content: Buffer.alloc(300_000, 'content') },
  { name: `${LIB}/sub-file`, content: '' },
  { name: `${LIB}/sub/empty/` },
  { name: `${LIB}/说明.txt`, content: 'text' },
];

describe('packs', () => {
  it('are the same bytes whatever order, times, modes and directory entries the archive had', async () => {
    const { pack } = await libOf([...engineEntries(), ...SOME]);
    const directories: BuiltEntry[] = ['', '/sub'].map((path) => ({ name: `${LIB}${path}/` }));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...engineEntries(), ...SOME, ...directories], { minLength: 10 }),
        fc.nat(0xffffffff),
        fc.constantFrom(0o100644, 0o100755, 0),
        async (entries, time, mode) => {
          const made = await libOf(entries.map((entry) => ({ ...entry, time, ...(entry.content ? { mode } : {}) })));
          expect(made.pack.equals(pack)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('differ by compression, while the content stays the same', async () => {
    const deflated = await libOf([...engineEntries(), ...SOME]);
    const stored = await libOf([...engineEntries(), ...SOME].map((entry) => ({ ...entry, method: 0 })));
    expect(stored.pack.equals(deflated.pack)).toBe(false);
    expect(stored.lib.manifest).toEqual(deflated.lib.manifest);
  });

  it('have fixed times and modes, no extra fields, and only those directories that are empty', async () => {
    const { pack } = await libOf([...engineEntries(), ...SOME]);
    const entries = listZip(pack);
    expect(entries.map(({ name }) => name)).toEqual([
      'a.jar',
      'b.jar',
      'sub-file',
      'sub/c.jar',
      'sub/empty/',
      '说明.txt',
    ]);
    for (const { name, mode, time, extraBytes } of entries)
      expect({ mode, time, extraBytes }).toEqual({
        mode: name.endsWith('/') ? 0o040755 : 0o100644,
        time: 0x00210000,
        extraBytes: 0,
      });
  });

  it('are accepted by the reader they are made with', async () => {
    const { pack } = await libOf([...engineEntries(), ...SOME]);
    const findings = new Findings();
    const entries = await readZip(sourceOf(pack), DEFAULT_BUDGETS, findings, new Watch(1e4));
    expect(findings.faults).toEqual([]);
    expect(entries).toHaveLength(6);
  });

  it('write beyond 4 GiB and 65535 entries what zip64 is for, and nothing of it below', () => {
    const entry = { method: 8, crc32: 1, packedSize: 5, size: 5 * GIBIBYTE };
    const local = localHeader({ path: 'x', entry });
    expect(local.subarray(18, 26).toString('hex')).toBe('ffffffffffffffff');
    expect(local.subarray(31, 35).toString('hex')).toBe('01001000');
    expect([local.readBigUInt64LE(35), local.readBigUInt64LE(43)]).toEqual([BigInt(5 * GIBIBYTE), 5n]);
    const central = centralHeader({ path: 'x', entry: { ...entry, size: 9 } }, 6 * GIBIBYTE);
    expect(central.subarray(47, 51).toString('hex')).toBe('01000800');
    expect(central.readBigUInt64LE(51)).toBe(BigInt(6 * GIBIBYTE));
    expect(endRecords(65_534, 1, 1)).toHaveLength(22);
    for (const end of [endRecords(65_535, 1, 1), endRecords(1, 5 * GIBIBYTE, 1)])
      expect(end).toHaveLength(22 + 20 + 56);
  });

  it('with 70,000 entries are read back', async () => {
    const entry = { method: 0, crc32: 0, packedSize: 0, size: 0 };
    const items = [...Array(70_000).keys()].map((index) => ({ path: `${index}`, entry }));
    const none = async function* (): AsyncGenerator<Buffer> {};
    const pack = await joined(packZip(items, none));
    const findings = new Findings();
    const entries = await readZip(sourceOf(pack), { ...DEFAULT_BUDGETS, entries: 70_000 }, findings, new Watch(6e4));
    expect(findings.faults).toEqual([]);
    expect(entries).toHaveLength(70_000);
  });
});

describe('manifests', () => {
  const files = [
    { path: 'b c.jar', sizeBytes: 0, sha256: 'e'.repeat(64) },
    { path: 'a.jar', sizeBytes: 12, sha256: '0'.repeat(64) },
  ];

  it('have a line for each file and empty directory, sorted by bytes', async () => {
    const text = (await joined(writeManifest(files, ['a-empty/']))).toString();
    expect(text).toBe(`- 0 a-empty/\n${'0'.repeat(64)} 12 a.jar\n${'e'.repeat(64)} 0 b c.jar\n`);
    expect(parseManifest(text).map(({ path }) => path)).toEqual(['a.jar', 'b c.jar']);
  });

  it('give back what was written', async () => {
    const path = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => !/[\p{Cc}\p{Zl}\p{Zp}/]/u.test(text));
    const file = fc.record({ path, sizeBytes: fc.maxSafeNat(), sha256: fc.stringMatching(/^[0-9a-f]{64}$/) });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(file, { selector: (made) => made.path }), async (made) => {
        const sorted = [...made].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
        expect(parseManifest((await joined(writeManifest(made, []))).toString())).toEqual(sorted);
      }),
    );
  });

  it.each(['x', 'x\n', `${'0'.repeat(64)} 1 a`, `${'0'.repeat(64)} -1 a\n`, '- 1 a/\n', '\n'])('refuse %j', (text) => {
    expect(() => parseManifest(text)).toThrow('manifest');
  });
});

describe('the order of names', () => {
  it('is that of their bytes', () => {
    const text = fc.string({ unit: 'binary', maxLength: 6 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareByBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});
