import { describe, expect, it } from 'vitest';
import vectors from '@/test/fixtures/material-archives.json';
import { codesOf, inspectBytes } from '@/test/setup/archive-inspection';
import { type BuiltEntry, buildZip } from '@/test/setup/zip-builder';
import { listZip } from '@/test/setup/zip-listing';

/** What a vector demands; `accept: "optional"` leaves the choice, and `DECISIONS` says how it was made. */
interface Required {
  accept: boolean | string;
  code?: string;
  rows?: { engineConnType: string; version: string; fileName: string }[];
  ignoredEntries?: string[];
  warning?: string;
}

/** What is done where the vectors leave it open: the fault, or null for accepted. */
const DECISIONS: Record<string, string | null> = {
  // Both inner zips are empty, so the engine would start without any file.
  prezipped: 'ZIP_EMPTY',
  // The name is accepted; the archive has no conf.
  'false-positive-dotdot': 'LAYOUT_LIB_CONF_REQUIRED',
  'prefixed-data': 'ZIP_EXTRA_DATA',
  'gbk-names-no-utf8-flag': null,
};

const rowsOf = (inspection: Awaited<ReturnType<typeof inspectBytes>>['inspection']) =>
  inspection.engines.flatMap(({ engineType, engineVersion, materials }) =>
    materials.map(({ fileName }) => `${engineType} ${engineVersion} ${fileName}`),
  );

describe('archives of the contract', () => {
  it.each(vectors.zipUpload.map((vector) => [vector.id, vector] as const))('%s', async (id, vector) => {
    const required: Required = vector.required;
    const { inspection, stored } = await inspectBytes(Buffer.from(vector.zipBase64, 'base64'));
    const decided = required.accept === 'optional' ? DECISIONS[id] : required.accept ? null : required.code;
    if (decided !== null) {
      expect(codesOf(inspection.faults)).toContain(decided);
      expect(inspection.faults[0]?.code).toBe(decided);
      expect(inspection.engines).toEqual([]);
      if (id !== 'prezipped') expect(stored.blobs.size).toBe(0);
      return;
    }
    expect(inspection.faults).toEqual([]);
    if (required.rows)
      expect(rowsOf(inspection).sort()).toEqual(
        required.rows.map((row) => `${row.engineConnType} ${row.version} ${row.fileName}`).sort(),
      );
    const ignored = inspection.warnings.filter(({ code }) => code === 'IGNORED_ENTRY').map(({ path }) => path);
    expect(ignored.sort()).toEqual((required.ignoredEntries ?? []).sort());
    if (required.warning) expect(codesOf(inspection.warnings)).toContain(required.warning);
    if (vector.expectedPackedEntries)
      expect(
        inspection.engines[0]?.materials.map(
          ({ fileName, pack }) =>
            `${fileName}: ${listZip(stored.get(pack.sha256))
              .map(({ name }) => name)
              .join(', ')}`,
        ),
      ).toEqual(vector.expectedPackedEntries);
  });
});

describe('packing as the contract wants it', () => {
  it.each(vectors.packing)('$tree', async ({ tree, requiredEntries }) => {
    const entries: BuiltEntry[] = (tree ?? []).map((path) => ({ name: `x/dist/1/${path}`, content: '' }));
    const zip = buildZip([...entries, { name: 'x/dist/1/conf/a', content: 'a' }]);
    const { inspection, stored } = await inspectBytes(zip);
    const lib = inspection.engines[0]?.materials.find(({ fileName }) => fileName === 'lib.zip');
    expect(listZip(stored.get(lib?.pack.sha256 ?? '')).map(({ name }) => name)).toEqual(
      [...(requiredEntries ?? [])].sort(),
    );
  });
});

describe('what becomes a material', () => {
  it.each(vectors.versionDirectoryListing)('of $entries', async ({ entries, materials }) => {
    const zip = buildZip(
      entries.map((name) => ({ name: `x/dist/1/${name.endsWith('/') ? `${name}file` : name}`, content: name })),
    );
    const { inspection } = await inspectBytes(zip);
    if (materials === undefined) expect(codesOf(inspection.faults)).toEqual(['LAYOUT_LIB_CONF_REQUIRED']);
    else expect(inspection.engines[0]?.materials.map(({ fileName }) => fileName).sort()).toEqual([...materials].sort());
  });
});
