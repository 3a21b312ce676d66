import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codesOf, inspectBytes, sourceOf } from '@/test/setup/archive-inspection';
import { type BuiltArchive, type BuiltEntry, buildZip, engineEntries, unicodePath } from '@/test/setup/zip-builder';
import { listZip } from '@/test/setup/zip-listing';
import { inspectArchive } from './inspect';

const LIB = 'spark/dist/2.4.3/lib';
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
/** Compressible, and longer than what is read in one piece. */
const LARGE = Buffer.alloc(700_000, Buffer.from(Array.from({ length: 5003 }, (_, index) => (index * index * 7) % 253)));

/** Inspects and gives the files of lib.zip, read back from the pack by another reader. */
async function libOf(zip: Buffer) {
  const { inspection, stored } = await inspectBytes(zip);
  expect(inspection.faults).toEqual([]);
  const lib = inspection.engines[0]?.materials.find(({ fileName }) => fileName === 'lib.zip');
  if (lib === undefined) throw new Error('there is no lib.zip');
  return { inspection, lib, entries: listZip(stored.get(lib.pack.sha256)) };
}

/** True when `unzip` is there to compare with. */
function hasUnzip(): boolean {
  try {
    execFileSync('unzip', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const jar = (change: Omit<BuiltEntry, 'name'>): BuiltEntry => ({ name: `${LIB}/b.jar`, content: 'content', ...change });
const FORMS: [what: string, entry: BuiltEntry, archive?: BuiltArchive][] = [
  ['stored', jar({ method: 0 })],
  ['stored and large', jar({ method: 0, content: LARGE })],
  ['deflated and large', jar({ content: LARGE })],
  ['empty', jar({ content: '' })],
  ['empty and stored', jar({ content: '', method: 0 })],
  ['with a descriptor', jar({ descriptor: { signed: true, wide: false } })],
  ['with a descriptor without signature', jar({ descriptor: { signed: false, wide: false } })],
  ['with a wide descriptor', jar({ descriptor: { signed: true, wide: true }, zip64: true })],
  ['with a wide descriptor without signature', jar({ descriptor: { signed: false, wide: true } })],
  [
    'stored with a descriptor, its size being in the directory',
    jar({ method: 0, descriptor: { signed: true, wide: false } }),
  ],
  ['large with a descriptor', jar({ content: LARGE, descriptor: { signed: true, wide: false } })],
  ['with zip64 fields', jar({ zip64: true })],
  ['in an archive with zip64 records', jar({ zip64: true }), { zip64: true }],
  ['in an archive with a comment', jar({}), { comment: Buffer.from('built on Monday') }],
  ['setuid and executable', jar({ mode: 0o104777 })],
  ['of a system without modes', jar({ mode: 0, madeBySystem: 0, dosAttributes: 0x20 })],
  ['with padding in its extra fields', jar({ local: { extra: Buffer.alloc(3) } })],
];

describe('what is accepted', () => {
  it.each(FORMS)('is unpacked as it was: %s', async (_, entry, archive) => {
    const { lib, entries } = await libOf(buildZip([...engineEntries(), entry], archive));
    const content = Buffer.from(entry.content ?? '');
    expect(entries.map(({ name }) => name)).toEqual(['a.jar', 'b.jar']);
    expect(entries[1]?.content.equals(content)).toBe(true);
    expect(lib.files[1]).toEqual({ path: 'b.jar', sizeBytes: content.length, sha256: sha256(content) });
  });

  it.each([
    ['a../b.jar', 'a../b.jar'],
    ['...', '...'],
    ['nul', 'nul'],
    ['ends with a blank ', 'ends with a blank '],
    ['12:30.txt', '12:30.txt'],
    ['e\u0301.jar', 'e\u0301.jar'],
    ['说明.txt', '说明.txt'],
  ])('keeps the name %j', async (name, path) => {
    const { entries } = await libOf(buildZip([...engineEntries(), { name: `${LIB}/${name}`, content: 'x' }]));
    expect(entries.map((entry) => entry.name)).toContain(path);
  });

  it('reads archives of Windows: backslashes, GBK names (a backslash is a second byte in GBK), Unicode paths', async () => {
    // 誠 is D5 5C in GBK: its second byte is that of a backslash.
    const gbk = Buffer.concat([Buffer.from('spark\\dist\\2.4.3\\lib\\'), Buffer.from('d55ccbb5', 'hex')]);
    const shortName = Buffer.from([0x6c, 0xff]);
    const extra = unicodePath(`${LIB}/ünïcode`, shortName);
    const { inspection, entries } = await libOf(
      buildZip([
        ...engineEntries(),
        { name: gbk, content: 'x' },
        { name: shortName, content: 'y', local: { extra }, central: { extra } },
      ]),
    );
    expect(entries.map(({ name }) => name)).toEqual(['a.jar', 'ünïcode', '誠说']);
    expect(codesOf(inspection.warnings)).toEqual(['BACKSLASH_NAMES', 'NAMES_IN_GBK']);
  });

  it('tells progress up to the bytes of all entries', async () => {
    const told: number[] = [];
    const zip = buildZip([...engineEntries(), jar({ method: 0, content: LARGE })]);
    await inspectBytes(zip, { onProgress: (bytes) => told.push(bytes) });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBeGreaterThan(LARGE.length);
    expect(told.at(-1)).toBeLessThan(zip.length);
  });

  it('ends with the reason when it is aborted, and with the error of its source or store', async () => {
    const zip = buildZip([...engineEntries(), jar({ content: LARGE })]);
    const reason = new Error('given up');
    await expect(inspectBytes(zip, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const full = new Error('disk full');
    await expect(inspectBytes(zip, { store: () => Promise.reject(full) })).rejects.toBe(full);
    const broken = new Error('read error');
    const source = {
      ...sourceOf(zip),
      stream: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(broken) }) }),
    };
    const drain = async (chunks: AsyncIterable<Buffer>) => {
      for await (const _ of chunks);
      return { sha256: '', md5: '', size: 0 };
    };
    await expect(inspectArchive(source, { store: drain })).rejects.toBe(broken);
  });

  it.runIf(hasUnzip())('holds what unzip finds in it, whatever the files are', async () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9 _+()-]{1,12}$/);
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
    const file = fc.record({
      path,
      content: fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constant(LARGE)),
      method: fc.constantFrom(0, 8),
      descriptor: fc.constantFrom(undefined, { signed: true, wide: false }),
    });
    const directory = mkdtempSync(join(tmpdir(), 'accepted-'));
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(file, { selector: (made) => made.path.toLowerCase(), maxLength: 5 }),
          async (files) => {
            const zip = buildZip([
              ...engineEntries(),
              ...files.map((made) => ({ ...made, name: `${LIB}/x/${made.path}`, content: Buffer.from(made.content) })),
            ]);
            const { inspection } = await inspectBytes(zip);
            // A path may be a file and a directory of another: refused, and nothing to compare.
            if (inspection.faults.length > 0)
              return expect(codesOf(inspection.faults)).toEqual(['ZIP_DUPLICATE_ENTRY']);
            writeFileSync(join(directory, 'a.zip'), zip);
            for (const found of inspection.tree)
              expect(sha256(execFileSync('unzip', ['-p', join(directory, 'a.zip'), found.path]))).toBe(found.sha256);
          },
        ),
        { numRuns: 15 },
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
