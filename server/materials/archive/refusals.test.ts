import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ARCHIVE_FAULTS } from '@/contracts/material-uploads';
import { codesOf, inspectBytes } from '@/test/setup/archive-inspection';
import { type BuiltArchive, type BuiltEntry, buildZip, engineEntries, unicodePath } from '@/test/setup/zip-builder';
import type { Budgets } from './budgets';

type Code = (typeof ARCHIVE_FAULTS)[number];
/** What is wrong, the first fault expected, the archive, and budgets if they matter. */
type Case = [what: string, first: Code, archive: Buffer, budgets?: Partial<Budgets>];

/** A valid engine with one more entry. */
const withEntry = (entry: BuiltEntry, archive: BuiltArchive = {}) => buildZip([...engineEntries(), entry], archive);
const inLib = (name: string) => `spark/dist/2.4.3/lib/${name}`;
const named = (name: string | Buffer) => withEntry({ name, content: 'x' });
const jar = (change: Omit<BuiltEntry, 'name'>) => withEntry({ name: inLib('b.jar'), content: 'content', ...change });
const local = buildZip([{ name: inLib('hidden.jar'), content: 'hidden' }]);

/** Entries that share their bytes, as in a bomb of overlapping files: each is listed at the place of the first. */
function overlapping(): Buffer {
  const kernel = { name: inLib('kernel'), content: Buffer.alloc(1 << 20) };
  const copies = [...Array(200).keys()].map((index) => ({
    ...kernel,
    name: inLib(`kerne${index}`),
    only: 'central' as const,
    central: { headerOffset: 0 },
  }));
  return buildZip([kernel, ...copies, ...engineEntries()]);
}

/** More than is inflated in one piece. */
const LARGE = Buffer.alloc(2 << 20, Buffer.from(Array.from({ length: 9973 }, (_, index) => (index * index) % 251)));

const FILE: Case[] = [
  ['text', 'ZIP_NOT_A_ZIP', Buffer.from('this is no archive, whatever its name says')],
  ['a gzip file', 'ZIP_NOT_A_ZIP', Buffer.from('1f8b0800000000000003', 'hex')],
  ['one byte', 'ZIP_NOT_A_ZIP', Buffer.from('P')],
  ['an empty archive with zip64 records', 'ZIP_EMPTY', buildZip([], { zip64: true, end: { offset: 0 } })],
  ['only a beginning', 'ZIP_TRUNCATED', buildZip(engineEntries()).subarray(0, 200)],
  ['a comment that is cut', 'ZIP_TRUNCATED', buildZip(engineEntries(), { comment: Buffer.alloc(9) }).subarray(0, -1)],
  ['a directory that would reach too far', 'ZIP_TRUNCATED', buildZip(engineEntries(), { end: { size: 1e6 } })],
  ['the last part of several', 'ZIP_MULTI_DISK', buildZip(engineEntries(), { end: { disk: 3 } })],
  ['an entry in another part', 'ZIP_MULTI_DISK', jar({ disk: 2 })],
  ['bytes behind the end', 'ZIP_EXTRA_DATA', buildZip(engineEntries(), { trailing: Buffer.from('more') })],
  ['bytes in front', 'ZIP_EXTRA_DATA', buildZip(engineEntries(), { prefix: Buffer.from('MZ program') })],
  ['bytes ahead of an entry', 'ZIP_EXTRA_DATA', jar({ gapBefore: Buffer.from('gap') })],
  ['bytes ahead of the directory', 'ZIP_EXTRA_DATA', buildZip(engineEntries(), { beforeDirectory: Buffer.alloc(9) })],
  ['bytes behind the directory', 'ZIP_EXTRA_DATA', buildZip(engineEntries(), { beforeEnd: Buffer.alloc(9) })],
  ['an end record in the comment', 'ZIP_EXTRA_DATA', buildZip(engineEntries(), { comment: buildZip([]) })],
  [
    'bytes behind the deflated ones',
    'ZIP_EXTRA_DATA',
    jar({ packed: Buffer.concat([deflateRawSync('content'), local]) }),
  ],
  ['two archives joined', 'ZIP_EXTRA_DATA', Buffer.concat([local, buildZip(engineEntries())])],
  ['fewer entries than listed', 'ZIP_DAMAGED', buildZip(engineEntries(), { end: { entries: 2 } })],
  ['more entries than listed', 'ZIP_DAMAGED', buildZip(engineEntries(), { end: { entries: 4 } })],
  ['far more entries than fit', 'ZIP_DAMAGED', buildZip(engineEntries(), { end: { entries: 4000 } })],
  ['end records that differ', 'ZIP_DAMAGED', contradictingEnds()],
  ['extra fields that reach too far', 'ZIP_DAMAGED', jar({ central: { extra: Buffer.from([1, 0, 99, 0]) } })],
  [
    'a zip64 field without the number',
    'ZIP_DAMAGED',
    jar({ central: { size: 0xffffffff, extra: Buffer.from([1, 0, 0, 0]) } }),
  ],
];

/** A zip64 archive whose plain end record names a number of its own. */
function contradictingEnds(): Buffer {
  const zip = buildZip(engineEntries(), { zip64: true });
  zip.writeUInt16LE(1, zip.length - 14);
  zip.writeUInt16LE(1, zip.length - 12);
  return zip;
}

const MISMATCHES: Case[] = [
  ['another name', 'ZIP_LOCAL_CENTRAL_MISMATCH', jar({ local: { name: Buffer.from(inLib('c.jar')) } })],
  ['another method', 'ZIP_LOCAL_CENTRAL_MISMATCH', jar({ local: { method: 0 } })],
  ['other flags', 'ZIP_LOCAL_CENTRAL_MISMATCH', jar({ local: { flags: 0x800 } })],
  ['another size', 'ZIP_LOCAL_CENTRAL_MISMATCH', jar({ local: { size: 6 } })],
  ['another packed size', 'ZIP_LOCAL_CENTRAL_MISMATCH', jar({ local: { packedSize: 1 } })],
  ['another checksum', 'ZIP_LOCAL_CENTRAL_MISMATCH', jar({ local: { crc32: 1 } })],
  ['no sizes and no descriptor', 'ZIP_LOCAL_CENTRAL_MISMATCH', jar({ local: { size: 0, packedSize: 0, crc32: 0 } })],
  ['a descriptor that lies', 'ZIP_LOCAL_CENTRAL_MISMATCH', lyingDescriptor()],
  ['a descriptor that is missing', 'ZIP_LOCAL_CENTRAL_MISMATCH', jar({ flags: 8 })],
  ['a Unicode name that the directory lacks', 'ZIP_LOCAL_CENTRAL_MISMATCH', otherUnicodeName()],
  ['an entry that is not listed', 'ZIP_LOCAL_CENTRAL_MISMATCH', jar({ only: 'local' })],
  ['a whole archive in front of an entry', 'ZIP_LOCAL_CENTRAL_MISMATCH', jar({ gapBefore: local })],
  ['an entry that is not there', 'ZIP_LOCAL_CENTRAL_MISMATCH', jar({ only: 'central', central: { headerOffset: 7 } })],
  ['an entry beyond the end', 'ZIP_LOCAL_CENTRAL_MISMATCH', jar({ only: 'central', central: { headerOffset: 1e8 } })],
  [
    'no entry listed',
    'ZIP_LOCAL_CENTRAL_MISMATCH',
    buildZip(engineEntries().map((entry) => ({ ...entry, only: 'local' }))),
  ],
];

function lyingDescriptor(): Buffer {
  const zip = withEntry({ name: inLib('b.jar'), content: 'content', descriptor: { signed: true, wide: false } });
  const at = zip.indexOf(Buffer.from('504b0708', 'hex'));
  zip.writeUInt32LE(1, at + 12);
  return zip;
}

function otherUnicodeName(): Buffer {
  const name = Buffer.from(inLib('b.jar'));
  return jar({ local: { extra: unicodePath(inLib('c.jar'), name) } });
}

const CONTENT: Case[] = [
  [
    'data that reaches into the directory',
    'ZIP_OVERLAP',
    jar({ method: 0, central: { packedSize: 90, size: 90 }, local: { packedSize: 90, size: 90 } }),
  ],
  ['a password', 'ZIP_ENCRYPTED', jar({ flags: 1 })],
  ['strong encryption', 'ZIP_ENCRYPTED', jar({ flags: 0x41 })],
  ['AES', 'ZIP_ENCRYPTED', jar({ method: 99 })],
  ['bzip2', 'ZIP_UNSUPPORTED_METHOD', jar({ method: 12 })],
  ['deflate64', 'ZIP_UNSUPPORTED_METHOD', jar({ method: 9 })],
  ['less content than claimed', 'ZIP_SIZE_MISMATCH', jar({ local: { size: 9 }, central: { size: 9 } })],
  ['more content than claimed', 'ZIP_SIZE_MISMATCH', jar({ local: { size: 3 }, central: { size: 3 } })],
  [
    'far more content than claimed',
    'ZIP_SIZE_MISMATCH',
    jar({ content: Buffer.alloc(9e6), local: { size: 3 }, central: { size: 3 } }),
  ],
  ['a stored entry of two sizes', 'ZIP_SIZE_MISMATCH', jar({ method: 0, local: { size: 9 }, central: { size: 9 } })],
  ['a directory with content', 'ZIP_SIZE_MISMATCH', withEntry({ name: inLib('sub/'), content: 'content', method: 0 })],
  ['another checksum', 'ZIP_CHECKSUM_MISMATCH', jar({ local: { crc32: 5 }, central: { crc32: 5 } })],
  [
    'another checksum of much content',
    'ZIP_CHECKSUM_MISMATCH',
    jar({ content: Buffer.alloc(400_000, 'abcd'), local: { crc32: 5 }, central: { crc32: 5 } }),
  ],
  [
    'a checksum that is wrong in an ignored file',
    'ZIP_CHECKSUM_MISMATCH',
    withEntry({ name: 'spark/.DS_Store', content: 'x', local: { crc32: 5 }, central: { crc32: 5 } }),
  ],
  ['garbage instead of deflate', 'ZIP_DAMAGED', jar({ packed: Buffer.from('ffffffffffff', 'hex') })],
  ['deflate that ends early', 'ZIP_DAMAGED', jar({ packed: deflateRawSync('content').subarray(0, 4) })],
  ['much deflate that ends early', 'ZIP_DAMAGED', cutDeflate()],
  ['much deflate with garbage in the middle', 'ZIP_DAMAGED', spoiltDeflate()],
  ['bytes behind much deflate', 'ZIP_EXTRA_DATA', followedDeflate()],
  ['a file that grows too much', 'ZIP_BOMB', jar({ content: Buffer.alloc(8 << 20) })],
  ['many files that grow too much together', 'ZIP_BOMB', manySmallBombs()],
  ['too many entries', 'ZIP_TOO_MANY_ENTRIES', buildZip(engineEntries()), { entries: 2 }],
  ['too many bytes', 'ZIP_TOO_LARGE', buildZip(engineEntries()), { packedBytes: 100 }],
  ['too many bytes unpacked', 'ZIP_TOO_LARGE', buildZip(engineEntries()), { unpackedBytes: 100 }],
  ['too long a list', 'ZIP_TOO_LARGE', buildZip(engineEntries()), { directoryBytes: 100 }],
  ['no time', 'ZIP_TOO_SLOW', buildZip(engineEntries()), { wallMilliseconds: -1 }],
];

function cutDeflate(): Buffer {
  const packed = deflateRawSync(LARGE, { level: 0 });
  return jar({ content: LARGE, packed: packed.subarray(0, packed.length >> 1) });
}

function spoiltDeflate(): Buffer {
  const packed = deflateRawSync(LARGE, { level: 0 });
  packed.fill(0xff, 1 << 20, (1 << 20) + 70_000);
  return jar({ content: LARGE, packed });
}

function followedDeflate(): Buffer {
  return jar({ content: LARGE, packed: Buffer.concat([deflateRawSync(LARGE), Buffer.alloc(600_000)]) });
}

function manySmallBombs(): Buffer {
  const entry = { content: Buffer.alloc(1 << 20), packed: deflateRawSync(Buffer.alloc(1 << 20)) };
  return buildZip([
    ...engineEntries(),
    ...[...Array(8).keys()].map((index) => ({ ...entry, name: inLib(`${index}`) })),
  ]);
}

const NAMES: Case[] = [
  ['NUL', 'ZIP_BAD_NAME', named(inLib('a\0.jar'))],
  ['a line end', 'ZIP_BAD_NAME', named(inLib('a\n.jar'))],
  ['text that runs backwards', 'ZIP_BAD_NAME', named(inLib('a\u202eraj.sh'))],
  ['nothing', 'ZIP_BAD_NAME', named('')],
  ['an empty segment', 'ZIP_BAD_NAME', named('spark//dist/a')],
  ['a segment "."', 'ZIP_BAD_NAME', named('./spark/dist/a')],
  ['bytes that are no text', 'ZIP_BAD_NAME_ENCODING', named(Buffer.from([0x61, 0xff, 0xff]))],
  ['a false UTF-8 flag', 'ZIP_BAD_NAME_ENCODING', withEntry({ name: Buffer.from([0xcb, 0xcb]), flags: 0x800 })],
  [
    'a Unicode name of another name',
    'ZIP_BAD_NAME_ENCODING',
    jar({ central: { extra: unicodePath('x', Buffer.from('y')) } }),
  ],
  ['two UTF-8 names', 'ZIP_BAD_NAME_ENCODING', twoNames()],
  ['".."', 'ZIP_PATH_TRAVERSAL', named('spark/../../etc/passwd')],
  ['".." behind backslashes', 'ZIP_PATH_TRAVERSAL', named('spark\\..\\..\\etc')],
  ['".." in a Unicode name', 'ZIP_PATH_TRAVERSAL', unicodeTraversal()],
  ['the root', 'ZIP_ABSOLUTE_PATH', named('/etc/passwd')],
  ['a drive', 'ZIP_ABSOLUTE_PATH', named('C:/Windows/system.ini')],
  ['a drive behind backslashes', 'ZIP_ABSOLUTE_PATH', named('c:\\Windows')],
  ['a share of the network', 'ZIP_ABSOLUTE_PATH', named('\\\\server\\share\\x')],
  ['33 levels', 'ZIP_TOO_DEEP', named(`${'a/'.repeat(32)}a`)],
  ['a segment of 256 bytes', 'ZIP_NAME_TOO_LONG', named(inLib('a'.repeat(256)))],
  ['1025 bytes', 'ZIP_NAME_TOO_LONG', named(`${`${'a'.repeat(127)}/`.repeat(8)}a`)],
  ['a name twice', 'ZIP_DUPLICATE_ENTRY', named(inLib('a.jar'))],
  ['a name twice by slash and backslash', 'ZIP_DUPLICATE_ENTRY', named('spark\\dist/2.4.3/lib/a.jar')],
  [
    'a name twice in two forms of Unicode',
    'ZIP_DUPLICATE_ENTRY',
    buildZip([...engineEntries(), { name: inLib('\u00e9') }, { name: inLib('e\u0301') }]),
  ],
  ['a file that is a directory as well', 'ZIP_DUPLICATE_ENTRY', named(inLib('a.jar/b'))],
  ['a symbolic link', 'ZIP_SYMLINK', jar({ mode: 0o120777 })],
  ['a link as Windows has it', 'ZIP_SYMLINK', jar({ mode: 0, madeBySystem: 10, dosAttributes: 0x400 })],
  ['a device', 'ZIP_SPECIAL_FILE', jar({ mode: 0o020666 })],
  ['a pipe', 'ZIP_SPECIAL_FILE', jar({ mode: 0o010666 })],
  ['a socket', 'ZIP_SPECIAL_FILE', jar({ mode: 0o140666 })],
  ['a directory by mode only', 'ZIP_SPECIAL_FILE', jar({ mode: 0o040755 })],
];

function twoNames(): Buffer {
  const name = Buffer.from(inLib('b.jar'));
  return jar({ flags: 0x800, central: { extra: unicodePath(inLib('c.jar'), name) } });
}

function unicodeTraversal(): Buffer {
  const extra = unicodePath('../../evil', Buffer.from(inLib('b.jar')));
  return jar({ central: { extra }, local: { extra } });
}

async function refuse(code: Code, archive: Buffer, budgets?: Partial<Budgets>): Promise<void> {
  const { inspection } = await inspectBytes(archive, { budgets });
  expect(codesOf(inspection.faults)).toContain(code);
  expect(inspection.faults[0]?.code).toBe(code);
  expect(inspection.engines).toEqual([]);
  expect(inspection.tree).toEqual([]);
}

describe('archives that are refused', () => {
  describe('as files', () => it.each(FILE)('%s: %s', (_, ...rest) => refuse(...rest)));
  describe('for headers that differ', () => it.each(MISMATCHES)('%s: %s', (_, ...rest) => refuse(...rest)));
  describe('for what entries hold', () => it.each(CONTENT)('%s: %s', (_, ...rest) => refuse(...rest)));
  describe('for names', () => it.each(NAMES)('%s: %s', (_, ...rest) => refuse(...rest)));

  it('cover every kind that is about the file', () => {
    const tested = [...FILE, ...MISMATCHES, ...CONTENT, ...NAMES].map(([, code]) => code);
    expect(ARCHIVE_FAULTS.filter((code) => code.startsWith('ZIP_') && !tested.includes(code))).toEqual([]);
  });

  it('are bombs of files that share their bytes, without inflating them', async () => {
    const { inspection, stored } = await inspectBytes(overlapping());
    expect(codesOf(inspection.faults)).toEqual(['ZIP_LOCAL_CENTRAL_MISMATCH', 'ZIP_OVERLAP', 'ZIP_BOMB']);
    expect(inspection.faults.length).toBeLessThanOrEqual(50);
    expect(stored.blobs.size).toBe(0);
  });

  it('are told of fifty gaps, not of thousands', async () => {
    const gaps = [...Array(2000).keys()].map((index) => ({ name: inLib(`${index}`), gapBefore: Buffer.alloc(5) }));
    const { inspection } = await inspectBytes(buildZip([...engineEntries(), ...gaps]));
    expect(codesOf(inspection.faults)).toEqual(['ZIP_EXTRA_DATA']);
    expect(inspection.faults).toHaveLength(50);
  });

  it('are told everything at once, at most fifty faults, the file ahead of its names', async () => {
    const names = [...Array(60).keys()].map((index) => ({ name: `../${index}`, content: 'x' }));
    const { inspection } = await inspectBytes(
      buildZip([...engineEntries(), ...names, { name: inLib('e'), flags: 1 }, { name: '/abs' }]),
    );
    expect(inspection.faults).toHaveLength(50);
    expect(codesOf(inspection.faults).slice(0, 2)).toEqual(['ZIP_ENCRYPTED', 'ZIP_PATH_TRAVERSAL']);
  });

  it('say nothing about content before all of it was read', async () => {
    const { inspection, stored } = await inspectBytes(jar({ central: { crc32: 5 }, local: { crc32: 5 } }));
    expect(inspection.engines).toEqual([]);
    // conf was stored already; it is named nowhere.
    expect(stored.blobs.size).toBeGreaterThan(0);
  });
});
