import { engineTypeSchema, engineVersionSchema } from '@/contracts/material-uploads';
import { versionKey } from '../rules/engine-version';
import { compareByBytes } from './byte-order';
import type { Findings } from './findings';
import { growTree, type TreeChild, type TypeTree } from './layout-tree';
import { type Member, membersBelow } from './members';
import type { ZipEntry } from './zip/format';

/**
 * What becomes one material: a `directory` is packed, a `file` is taken as it is, an `archive` too, after it was read.
 * Members are sorted by the bytes of their paths; a file has itself as its only one.
 */
export interface LayoutMaterial {
  fileName: string;
  kind: 'directory' | 'file' | 'archive';
  members: Member[];
}

export interface LayoutEngine {
  engineType: string;
  /** As the archive spells it. */
  engineVersion: string;
  /** Sorted by name; `conf.zip` and `lib.zip` are among them. */
  materials: LayoutMaterial[];
  /** Members of the plugin directory; null when there is none or it is empty. */
  plugin: Member[] | null;
}

const EXAMPLE = 'The layout is <engine type>/dist/<version>/conf and …/lib, as in spark/dist/2.4.3/conf.';
/** Longest name of a material that its table takes. */
const LONGEST_FILE_NAME = 255;
const NOT_ENGINE_TYPES = ['dist', 'plugin', 'conf', 'lib'];

const holdsFiles = (members: readonly ZipEntry[]) => members.some(({ isDirectory }) => !isDirectory);

/** Judges the archive type by type, version by version, and says what becomes a material. */
class LayoutJudge {
  readonly #findings: Findings;
  readonly engines: LayoutEngine[] = [];

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  judgeType(name: string, tree: TypeTree): void {
    const wrapped = [...tree.strays].find(([, { looksLikeEngine }]) => looksLikeEngine)?.[0];
    if (NOT_ENGINE_TYPES.includes(name)) {
      this.#noRoot(name, `The archive begins at ${name}/; the directory of the engine type around it is missing.`);
    } else if (tree.dist.size === 0 && wrapped !== undefined) {
      this.#noRoot(name, `The engine ${wrapped} lies within ${name}/; pack the directory ${wrapped} itself.`);
    } else if (tree.dist.size === 0 && tree.plugin.size === 0 && tree.misplaced.length === 0) {
      this.#noRoot(name, `${name}/ holds no engine version.`);
    } else {
      this.#judgeEngine(name, tree);
    }
  }

  #noRoot(path: string, message: string): void {
    this.#findings.fault('LAYOUT_NO_ENGINE_ROOT', path, `${message} ${EXAMPLE}`);
  }

  #judgeEngine(name: string, tree: TypeTree): void {
    if (!engineTypeSchema.safeParse(name).success)
      this.#findings.fault(
        'LAYOUT_TYPE_NAME',
        name,
        `"${name}" cannot name an engine type: it must have no hyphen, comma or blank and at most 100 characters.`,
      );
    for (const { path } of tree.misplaced)
      this.#unexpected(path, `A file lies where a directory of an engine version is expected. ${EXAMPLE}`);
    for (const [stray, { example }] of tree.strays)
      this.#unexpected(
        `${name}/${stray}`,
        `Beside dist and plugin nothing belongs into ${name}/; found ${example.path}.`,
      );
    if (tree.dist.size === 0 && tree.misplaced.length === 0)
      this.#findings.fault('LAYOUT_LIB_CONF_REQUIRED', `${name}/dist`, `${name}/ has no engine version. ${EXAMPLE}`);
    const versions = new Set<string>();
    for (const version of tree.dist.keys()) {
      const canonical = versionKey(version);
      if (versions.has(canonical)) this.#doubleVersion(`${name}/dist/${version}`, canonical);
      versions.add(canonical);
    }
    const named = [...tree.dist].filter(([version]) => this.#isVersionName(`${name}/dist`, version));
    const plugins = this.#judgePlugins(name, tree, versions);
    for (const [version, children] of named)
      this.#judgeVersion(name, version, children, plugins.get(versionKey(version)) ?? null);
  }

  /** The plugin directories that hold something, by canonical version. */
  #judgePlugins(name: string, tree: TypeTree, versions: ReadonlySet<string>): Map<string, Member[]> {
    const plugins = new Map<string, Member[]>();
    for (const [version, members] of tree.plugin) {
      const path = `${name}/plugin/${version}`;
      const canonical = versionKey(version);
      if (!holdsFiles(members) || !this.#isVersionName(`${name}/plugin`, version)) continue;
      if (plugins.has(canonical)) this.#doubleVersion(path, canonical);
      else if (versions.size > 0 && !versions.has(canonical))
        this.#findings.warn(
          'IGNORED_ENTRY',
          path,
          `There is no ${name}/dist/${version} that this plugin would belong to; it is left out.`,
        );
      plugins.set(canonical, membersBelow(path, members));
    }
    return plugins;
  }

  #doubleVersion(path: string, canonical: string): void {
    this.#findings.fault(
      'LAYOUT_VERSION_NAME',
      path,
      `"${canonical}" and "v${canonical}" are the same version; the archive may hold one of them.`,
    );
  }

  #unexpected(path: string, message: string): void {
    this.#findings.fault('LAYOUT_UNEXPECTED_FILE', path, message);
  }

  #isVersionName(directory: string, version: string): boolean {
    const path = `${directory}/${version}`;
    if (['conf', 'lib'].includes(version)) {
      this.#findings.fault(
        'LAYOUT_VERSION_NAME',
        path,
        `${version} lies directly in ${directory}/; the directory of the engine version around it is missing. ${EXAMPLE}`,
      );
      return false;
    }
    if (engineVersionSchema.safeParse(version).success) return true;
    this.#findings.fault(
      'LAYOUT_VERSION_NAME',
      path,
      `"${version}" cannot name an engine version: it must have no hyphen, comma or blank and at most 100 characters.`,
    );
    return false;
  }

  #judgeVersion(
    engineType: string,
    engineVersion: string,
    children: Map<string, TreeChild>,
    plugin: Member[] | null,
  ): void {
    const directory = `${engineType}/dist/${engineVersion}`;
    const materials: LayoutMaterial[] = [];
    for (const [name, child] of children) {
      const material = this.#toMaterial(directory, name, child, children);
      if (material !== null) materials.push(material);
    }
    materials.sort((a, b) => compareByBytes(a.fileName, b.fileName));
    this.#requireConfAndLib(directory, children, materials);
    if (plugin === null)
      this.#findings.warn(
        'NO_PLUGIN',
        directory,
        `There is no ${engineType}/plugin/${versionKey(engineVersion)}; the engine cannot be started without its plugin.`,
      );
    this.engines.push({ engineType, engineVersion, materials, plugin });
  }

  #toMaterial(
    directory: string,
    name: string,
    child: TreeChild,
    siblings: ReadonlyMap<string, TreeChild>,
  ): LayoutMaterial | null {
    const path = `${directory}/${name}`;
    const fileName = child.file === null ? `${name}.zip` : name;
    if (fileName.length > LONGEST_FILE_NAME)
      this.#findings.fault(
        'ZIP_NAME_TOO_LONG',
        path,
        `A material's name may have ${LONGEST_FILE_NAME} characters; ${fileName.length} are too many.`,
      );
    if (child.file === null) {
      if (holdsFiles(child.members)) return { fileName, kind: 'directory', members: membersBelow(path, child.members) };
      if (!['conf', 'lib'].includes(name))
        this.#findings.warn('IGNORED_ENTRY', path, 'The directory is empty and becomes no material.');
      return null;
    }
    const isArchive = /\.zip$/i.test(name);
    const packedFrom = isArchive ? siblings.get(name.slice(0, -'.zip'.length)) : undefined;
    if (packedFrom !== undefined && packedFrom.file === null) {
      this.#findings.warn('IGNORED_ENTRY', path, 'The directory of the same name lies beside it and is taken instead.');
      return null;
    }
    if (!isArchive)
      this.#findings.warn(
        'NOT_AN_ARCHIVE',
        path,
        'Engine managers unpack every material when an engine starts; this one is no zip and may break the start.',
      );
    return { fileName, kind: isArchive ? 'archive' : 'file', members: [{ path: name, entry: child.file }] };
  }

  #requireConfAndLib(
    directory: string,
    children: ReadonlyMap<string, TreeChild>,
    materials: readonly LayoutMaterial[],
  ): void {
    for (const name of ['conf', 'lib']) {
      if (materials.some(({ fileName }) => fileName === `${name}.zip`)) continue;
      const what = children.has(name) ? 'is empty' : 'is missing';
      this.#findings.fault(
        'LAYOUT_LIB_CONF_REQUIRED',
        children.has(name) ? `${directory}/${name}` : directory,
        `${directory}/${name} ${what}; an engine version needs conf and lib with files in them. ${EXAMPLE}`,
      );
    }
  }
}

function expectEngine(
  engines: readonly LayoutEngine[],
  expected: { engineType: string; engineVersion: string },
  findings: Findings,
): void {
  const isExpected = (engine: LayoutEngine) =>
    engine.engineType === expected.engineType &&
    versionKey(engine.engineVersion) === versionKey(expected.engineVersion);
  if (engines.length === 1 && engines.every(isExpected)) return;
  const found = engines.slice(0, 10).map(({ engineType, engineVersion }) => `${engineType} ${engineVersion}`);
  findings.fault(
    'LAYOUT_WRONG_ENGINE',
    null,
    `The archive should hold ${expected.engineType} ${expected.engineVersion} and nothing else; it holds ${found.join(', ')}${engines.length > 10 ? ', …' : ''}.`,
  );
}

/**
 * Decides what of an archive becomes which material. What is wrong with the layout goes to the findings, with what it
 * should be; the engines are to be used only if nothing was.
 * @param expected the one engine version that the archive must hold, if it was announced; a leading `v` does not matter
 */
export function readLayout(
  entries: readonly ZipEntry[],
  expected: { engineType: string; engineVersion: string } | undefined,
  findings: Findings,
): LayoutEngine[] {
  const tree = growTree(entries, findings);
  for (const { path } of tree.rootFiles)
    findings.fault(
      'LAYOUT_UNEXPECTED_FILE',
      path,
      `The file lies beside the engines; only directories of engine types belong there. ${EXAMPLE}`,
    );
  if (tree.types.size === 0 && tree.rootFiles.length === 0)
    findings.fault('LAYOUT_NO_ENGINE_ROOT', null, `The archive holds no engine. ${EXAMPLE}`);
  const judge = new LayoutJudge(findings);
  for (const [name, type] of tree.types) judge.judgeType(name, type);
  const engines = judge.engines.sort(
    (a, b) => compareByBytes(a.engineType, b.engineType) || compareByBytes(a.engineVersion, b.engineVersion),
  );
  if (expected !== undefined && engines.length > 0) expectEngine(engines, expected, findings);
  return engines;
}
