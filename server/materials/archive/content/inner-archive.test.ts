import { describe, expect, it } from 'vitest';
import { inspectBytes, sourceOf } from '@/test/setup/archive-inspection';
import { type BuiltEntry, buildZip } from '@/test/setup/zip-builder';
import { DEFLATED } from '../zip/format';
import { InflatedSource } from './inflated-source';

const DIRECTORY = 'spark/dist/2.4.3';
const CONF: BuiltEntry[] = [{ name: 'linkis-engineconn.properties', content: 'a=b' }];
const LIB: BuiltEntry[] = [
  { name: 'z.jar', content: Buffer.alloc(900_000, 'some content') },
  { name: 'a.jar', content: 'a', descriptor: { signed: true, wide: false } },
  { name: 'sub/' },
];
const inDirectory = (name: string, entries: readonly BuiltEntry[]) =>
  entries.map((entry) => ({ ...entry, name: `${DIRECTORY}/${name}/${entry.name}` }));

const prezipped = (conf: Buffer, lib: Buffer, method = 8) =>
  buildZip([
    { name: `${DIRECTORY}/conf.zip`, content: conf, method },
    { name: `${DIRECTORY}/lib.zip`, content: lib, method },
  ]);

describe('a zip in the place of a directory', () => {
  it.each([0, 8])('is taken as it is and has the same content, when packed by method %i', async (method) => {
    const [conf, lib] = [buildZip(CONF), buildZip(LIB)];
    const { inspection, stored } = await inspectBytes(prezipped(conf, lib, method));
    const asDirectories = await inspectBytes(buildZip([...inDirectory('conf', CONF), ...inDirectory('lib', LIB)]));
    expect(inspection.faults).toEqual([]);
    const packs = inspection.engines[0]?.materials.map(({ pack }) => stored.get(pack.sha256));
    expect(packs?.map((pack, index) => pack.equals(index === 0 ? conf : lib))).toEqual([true, true]);
    expect(inspection.engines[0]?.materials.map(({ manifest, files }) => [manifest, files])).toEqual(
      asDirectories.inspection.engines[0]?.materials.map(({ manifest, files }) => [manifest, files]),
    );
  });

  it.each([
    ['text', 'ZIP_NOT_A_ZIP', Buffer.from('text'), `${DIRECTORY}/lib.zip`],
    ['an empty archive', 'ZIP_EMPTY', buildZip([]), `${DIRECTORY}/lib.zip`],
    ['an archive of directories', 'ZIP_EMPTY', buildZip([{ name: 'a/' }]), `${DIRECTORY}/lib.zip`],
    ['a cut archive', 'ZIP_TRUNCATED', buildZip(LIB).subarray(0, -30), `${DIRECTORY}/lib.zip`],
    [
      'a name that leads out',
      'ZIP_PATH_TRAVERSAL',
      buildZip([{ name: '../x', content: 'x' }]),
      `${DIRECTORY}/lib.zip!/../x`,
    ],
    ['a bomb', 'ZIP_BOMB', buildZip([{ name: 'x', content: Buffer.alloc(8 << 20) }]), `${DIRECTORY}/lib.zip!/x`],
    [
      'a wrong checksum',
      'ZIP_CHECKSUM_MISMATCH',
      buildZip([{ name: 'x', content: 'x', local: { crc32: 1 }, central: { crc32: 1 } }]),
      `${DIRECTORY}/lib.zip!/x`,
    ],
  ])('is refused when it is %s', async (_, code, lib, path) => {
    const { inspection } = await inspectBytes(prezipped(buildZip(CONF), lib));
    expect(inspection.faults[0]).toMatchObject({ code, path });
    expect(inspection.engines).toEqual([]);
  });

  it('counts against what the whole archive may unpack to', async () => {
    const lib = buildZip([{ name: 'a', content: Buffer.alloc(60_000, 'ab') }]);
    const twice = buildZip([
      { name: `${DIRECTORY}/conf.zip`, content: buildZip(CONF) },
      { name: `${DIRECTORY}/bin.zip`, content: lib },
      { name: `${DIRECTORY}/lib.zip`, content: lib },
    ]);
    expect((await inspectBytes(twice, { budgets: { unpackedBytes: 130_000 } })).inspection.faults).toEqual([]);
    const { inspection } = await inspectBytes(twice, { budgets: { unpackedBytes: 110_000 } });
    expect(inspection.faults[0]).toMatchObject({ code: 'ZIP_TOO_LARGE', path: `${DIRECTORY}/lib.zip` });
  });

  it('is warned of like a directory', async () => {
    const conf = buildZip([{ name: 'application.yml', content: 'x: 1\npassword: hunter2\n' }]);
    const { inspection } = await inspectBytes(prezipped(conf, buildZip(LIB)));
    expect(inspection.warnings.map(({ code, path }) => [code, path])).toEqual([
      ['NO_PLUGIN', DIRECTORY],
      ['POSSIBLE_SECRET', `${DIRECTORY}/conf.zip!/application.yml`],
      ['MISSING_ENGINECONN_PROPERTIES', `${DIRECTORY}/conf.zip`],
    ]);
  });
});

describe('an inflated source', () => {
  it('gives any bytes in any order, and inflates again only for great steps back', async () => {
    const content = Buffer.alloc(
      5 << 20,
      Buffer.from(Array.from({ length: 7919 }, (_, index) => (index * index) % 249)),
    );
    const zip = buildZip([{ name: 'x', content }]);
    const packedSize = zip.readUInt32LE(18);
    let begun = 0;
    const bytes = sourceOf(zip);
    const stream = (start: number, end: number) => {
      begun += 1;
      return bytes.stream(start, end);
    };
    const source = new InflatedSource(
      { ...bytes, stream },
      {
        path: 'x',
        isDirectory: false,
        method: DEFLATED,
        crc32: 0,
        packedSize,
        size: content.length,
        headerOffset: 0,
        dataOffset: 31,
      },
    );
    for (const [start, end] of [
      [0, 10],
      [4 << 20, 5 << 20],
      [(4 << 20) - 200_000, 4 << 20],
      [5, 5],
    ] as const)
      expect((await source.read(start, end)).equals(content.subarray(start, end))).toBe(true);
    expect(begun).toBe(1);
    expect((await source.read(3, 600_000)).equals(content.subarray(3, 600_000))).toBe(true);
    expect(begun).toBe(2);
    // Both at once: they take turns.
    const [late, early] = await Promise.all([source.read(4 << 20, 5 << 20), source.read(7, 9)]);
    expect(late.equals(content.subarray(4 << 20)) && early.equals(content.subarray(7, 9))).toBe(true);
    await source.close();
  });
});
