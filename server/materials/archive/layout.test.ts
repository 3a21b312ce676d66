import { describe, expect, it } from 'vitest';
import { codesOf, inspectBytes } from '@/test/setup/archive-inspection';
import { buildZip, engineEntries } from '@/test/setup/zip-builder';

const zipOf = (...names: string[]) =>
  buildZip(names.map((name) => ({ name, content: name.endsWith('/') ? '' : name })));
const whole = (type: string, version: string) =>
  [`dist/${version}/conf/a`, `dist/${version}/lib/a.jar`, `plugin/${version}/p.jar`].map((path) => `${type}/${path}`);

/** Names, the fault expected, where, and words that its message must have. */
const WRONG: [what: string, names: string[], code: string, path: string | null, words: RegExp][] = [
  ['only what macOS added', ['__MACOSX/._x', '.DS_Store'], 'LAYOUT_NO_ENGINE_ROOT', null, /holds no engine/],
  [
    'an archive that begins at dist',
    ['dist/1/conf/a', 'dist/1/lib/a'],
    'LAYOUT_NO_ENGINE_ROOT',
    'dist',
    /engine type around it/,
  ],
  ['an archive that begins at conf', ['conf/a', 'lib/a.jar'], 'LAYOUT_NO_ENGINE_ROOT', 'conf', /engine type around it/],
  [
    'a directory around the engine',
    whole('out/spark', '1'),
    'LAYOUT_NO_ENGINE_ROOT',
    'out',
    /pack the directory spark itself/,
  ],
  ['something else', ['src/main/java/A.java'], 'LAYOUT_NO_ENGINE_ROOT', 'src', /no engine version/],
  ['a plugin alone', ['spark/plugin/1/p.jar'], 'LAYOUT_LIB_CONF_REQUIRED', 'spark/dist', /no engine version/],
  ['no lib', ['spark/dist/1/conf/a'], 'LAYOUT_LIB_CONF_REQUIRED', 'spark/dist/1', /lib is missing/],
  ['no conf', ['spark/dist/1/lib/a'], 'LAYOUT_LIB_CONF_REQUIRED', 'spark/dist/1', /conf is missing/],
  [
    'an empty conf',
    ['spark/dist/1/conf/', 'spark/dist/1/lib/a'],
    'LAYOUT_LIB_CONF_REQUIRED',
    'spark/dist/1/conf',
    /conf is empty/,
  ],
  [
    'a lib of directories',
    ['spark/dist/1/conf/a', 'spark/dist/1/lib/b/'],
    'LAYOUT_LIB_CONF_REQUIRED',
    'spark/dist/1/lib',
    /lib is empty/,
  ],
  [
    'no version directory',
    ['spark/dist/conf/a', 'spark/dist/lib/a'],
    'LAYOUT_VERSION_NAME',
    'spark/dist/conf',
    /version around it/,
  ],
  ['a version with a hyphen', whole('spark', '2.4-cdh'), 'LAYOUT_VERSION_NAME', 'spark/dist/2.4-cdh', /hyphen/],
  [
    'one version twice',
    [...whole('spark', '2'), ...whole('spark', 'v2')],
    'LAYOUT_VERSION_NAME',
    'spark/dist/v2',
    /same version/,
  ],
  ['a type with a hyphen', whole('io-file', '1'), 'LAYOUT_TYPE_NAME', 'io-file', /hyphen/],
  ['a type with a blank', whole('my spark', '1'), 'LAYOUT_TYPE_NAME', 'my spark', /blank/],
  [
    'a file beside the engines',
    [...whole('spark', '1'), 'README.md'],
    'LAYOUT_UNEXPECTED_FILE',
    'README.md',
    /beside the engines/,
  ],
  [
    'a directory beside dist',
    [...whole('spark', '1'), 'spark/docs/a'],
    'LAYOUT_UNEXPECTED_FILE',
    'spark/docs',
    /Beside dist/,
  ],
  [
    'a file in dist',
    [...whole('spark', '1'), 'spark/dist/a'],
    'LAYOUT_UNEXPECTED_FILE',
    'spark/dist/a',
    /directory of an engine version/,
  ],
  [
    'a file in plugin',
    [...whole('spark', '1'), 'spark/plugin/a.jar'],
    'LAYOUT_UNEXPECTED_FILE',
    'spark/plugin/a.jar',
    /directory of an engine version/,
  ],
  [
    'one plugin twice',
    [...whole('spark', '1'), 'spark/plugin/v1/a.jar'],
    'LAYOUT_VERSION_NAME',
    'spark/plugin/v1',
    /same/,
  ],
  [
    'a name that would get too long',
    [...whole('spark', '1'), `spark/dist/1/${'a'.repeat(253)}/x`],
    'ZIP_NAME_TOO_LONG',
    `spark/dist/1/${'a'.repeat(253)}`,
    /257/,
  ],
];

describe('the layout of an archive', () => {
  it.each(WRONG)('refuses %s', async (_, names, code, path, words) => {
    const { inspection, stored } = await inspectBytes(zipOf(...names));
    const fault = inspection.faults.find((found) => found.code === code);
    expect(codesOf(inspection.faults)).toEqual([code]);
    expect(fault?.path).toBe(path);
    expect(fault?.message).toMatch(words);
    expect(stored.blobs.size).toBe(0);
  });

  it('takes several engines and versions, with and without v, each with its plugin', async () => {
    const { inspection } = await inspectBytes(
      zipOf(
        ...whole('spark', '3.2.1'),
        'hive/dist/v2.3.3/conf/a',
        'hive/dist/v2.3.3/lib/a',
        'hive/plugin/2.3.3/p.jar',
        ...whole('spark', '2.4.3'),
      ),
    );
    expect(inspection.faults).toEqual([]);
    expect(inspection.engines.map((engine) => [engine.engineType, engine.engineVersion, engine.plugin?.files])).toEqual(
      [
        ['hive', 'v2.3.3', 1],
        ['spark', '2.4.3', 1],
        ['spark', '3.2.1', 1],
      ],
    );
  });

  it('makes further directories and files materials, and warns of what no engine can unpack', async () => {
    const { inspection } = await inspectBytes(
      zipOf(
        ...whole('shell', '1'),
        'shell/dist/1/bin/run.sh',
        'shell/dist/1/README',
        'shell/dist/1/empty/',
        'shell/dist/1/conf.zip',
      ),
    );
    expect(inspection.engines[0]?.materials.map(({ fileName }) => fileName)).toEqual([
      'README',
      'bin.zip',
      'conf.zip',
      'lib.zip',
    ]);
    expect(inspection.warnings.map(({ code, path }) => [code, path])).toEqual([
      ['NOT_AN_ARCHIVE', 'shell/dist/1/README'],
      ['IGNORED_ENTRY', 'shell/dist/1/empty'],
      ['IGNORED_ENTRY', 'shell/dist/1/conf.zip'],
      ['MISSING_ENGINECONN_PROPERTIES', 'shell/dist/1/conf'],
    ]);
    expect(inspection.engines[0]?.materials[0]?.files.map(({ path }) => path)).toEqual(['README']);
  });

  it('leaves out a plugin that belongs to no version, as the original does, and says so', async () => {
    const { inspection } = await inspectBytes(zipOf(...whole('spark', '1'), 'spark/plugin/2/a.jar'));
    expect(inspection.faults).toEqual([]);
    expect(inspection.warnings).toContainEqual(
      expect.objectContaining({ code: 'IGNORED_ENTRY', path: 'spark/plugin/2' }),
    );
    expect(inspection.engines[0]?.plugin?.files).toBe(1);
  });

  it('leaves out what desktop systems add, also within materials', async () => {
    const noise = [
      '__MACOSX/spark/._x',
      'spark/dist/1/lib/.DS_Store',
      'spark/dist/1/conf/Thumbs.db',
      'spark/dist/1/lib/._a.jar',
    ];
    const { inspection } = await inspectBytes(zipOf(...whole('spark', '1'), ...noise, '__MACOSX/'));
    expect(inspection.faults).toEqual([]);
    expect(inspection.engines[0]?.materials.flatMap(({ files }) => files.map(({ path }) => path))).toEqual([
      'a',
      'a.jar',
    ]);
    expect(inspection.warnings.filter(({ code }) => code === 'IGNORED_ENTRY').map(({ path }) => path)).toEqual(noise);
    // They are files of the archive all the same.
    expect(inspection.files).toBe(7);
    expect(inspection.tree).toHaveLength(7);
  });

  it.each([
    ['2.4.3', '2.4.3', true],
    ['v2.4.3', '2.4.3', true],
    ['2.4.3', 'v2.4.3', true],
    ['2.4.3', '2.4.4', false],
  ])('with %s inside and %s expected: accepted is %s', async (inside, engineVersion, accepted) => {
    const { inspection } = await inspectBytes(buildZip(engineEntries('spark', inside)), {
      expected: { engineType: 'spark', engineVersion },
    });
    expect(codesOf(inspection.faults)).toEqual(accepted ? [] : ['LAYOUT_WRONG_ENGINE']);
  });

  it('refuses more than the engine that was expected, and names what there is', async () => {
    const { inspection } = await inspectBytes(zipOf(...whole('spark', '1'), ...whole('hive', '2')), {
      expected: { engineType: 'spark', engineVersion: '1' },
    });
    expect(inspection.faults[0]?.message).toMatch(/spark 1 and nothing else; it holds hive 2, spark 1/);
  });

  it('takes the shell plugin as it is built: directories stored, in no order, files deflated', async () => {
    const jars = [...Array(24).keys()].map((index) => `shell/dist/1/lib/dependency${index}-1.0.jar`);
    const directories = [
      'shell/plugin/1/',
      'shell/dist/1/lib/',
      'shell/',
      'shell/dist/1/conf/',
      'shell/plugin/',
      'shell/dist/',
      'shell/dist/1/',
    ];
    const files = [
      ...jars,
      'shell/dist/1/lib/linkis-engineconn-core-1.9.0.jar',
      'shell/dist/1/lib/linkis-engineplugin-shell-1.9.0.jar',
      'shell/dist/1/conf/log4j2.xml',
      'shell/dist/1/conf/linkis-engineconn.properties',
      'shell/dist/1/lib/commons-lang3-3.14.0.jar',
      'shell/plugin/1/linkis-engineplugin-shell-1.9.0.jar',
    ];
    const { inspection } = await inspectBytes(zipOf(...directories.slice(0, 3), ...files, ...directories.slice(3)));
    expect(inspection.faults).toEqual([]);
    expect(inspection.warnings).toEqual([]);
    expect(inspection.files + directories.length).toBe(37);
    const [shell] = inspection.engines;
    expect(shell?.materials.map(({ fileName, files: inside }) => [fileName, inside.length])).toEqual([
      ['conf.zip', 2],
      ['lib.zip', 27],
    ]);
    expect(shell?.plugin?.files).toBe(1);
  });
});
