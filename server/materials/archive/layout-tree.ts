import type { Findings } from './findings';
import type { ZipEntry } from './zip/format';

/** A child of a version directory. */
export interface TreeChild {
  /** A file by itself, or what lies in the directory. */
  file: ZipEntry | null;
  members: ZipEntry[];
}

/** What lies below the directory of one engine type. */
export interface TypeTree {
  /** Version directories below `dist`. */
  dist: Map<string, Map<string, TreeChild>>;
  /** Entries below each directory of `plugin`. */
  plugin: Map<string, ZipEntry[]>;
  /** Whether a file lies where only directories belong: `spark/dist/2.4.3`, `spark/plugin/a.jar`. */
  misplaced: ZipEntry[];
  /** What is neither `dist` nor `plugin`, with one entry of it and whether it looks like an engine itself. */
  strays: Map<string, { example: ZipEntry; looksLikeEngine: boolean }>;
}

/** The archive by the places that mean something. */
export interface LayoutTree {
  types: Map<string, TypeTree>;
  rootFiles: ZipEntry[];
}

const IGNORED_NAMES = ['__MACOSX', '.DS_Store', 'Thumbs.db'];

/** True for what desktop systems put into archives on their own. */
function isIgnored(path: string): boolean {
  return path.split('/').some((segment) => IGNORED_NAMES.includes(segment) || segment.startsWith('._'));
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function placeInDist(type: TypeTree, entry: ZipEntry, version: string | undefined, below: readonly string[]): void {
  const [child] = below;
  const isFileHere = !entry.isDirectory && child === undefined;
  if (isFileHere) type.misplaced.push(entry);
  if (version === undefined || isFileHere) return;
  const children = getOrAdd(type.dist, version, () => new Map<string, TreeChild>());
  if (child === undefined) return;
  const node = getOrAdd(children, child, () => ({ file: null, members: [] }));
  if (below.length > 1) node.members.push(entry);
  else if (!entry.isDirectory) node.file = entry;
}

function placeInPlugin(type: TypeTree, entry: ZipEntry, version: string | undefined, below: readonly string[]): void {
  if (!entry.isDirectory && below.length === 0) type.misplaced.push(entry);
  else if (version !== undefined) {
    const members = getOrAdd(type.plugin, version, () => []);
    if (below.length > 0) members.push(entry);
  }
}

function place(tree: LayoutTree, entry: ZipEntry): void {
  const [typeName, area, version, ...below] = entry.path.split('/');
  if (typeName === undefined) return;
  if (area === undefined && !entry.isDirectory) {
    tree.rootFiles.push(entry);
    return;
  }
  const type = getOrAdd(tree.types, typeName, () => ({
    dist: new Map(),
    plugin: new Map(),
    misplaced: [],
    strays: new Map(),
  }));
  if (area === undefined) return;
  if (area === 'dist') placeInDist(type, entry, version, below);
  else if (area === 'plugin') placeInPlugin(type, entry, version, below);
  else {
    const stray = getOrAdd(type.strays, area, () => ({ example: entry, looksLikeEngine: false }));
    stray.looksLikeEngine ||= version === 'dist';
  }
}

/** Puts every entry where it belongs. What desktop systems added is left out, with a warning for each file. */
export function growTree(entries: readonly ZipEntry[], findings: Findings): LayoutTree {
  const tree: LayoutTree = { types: new Map(), rootFiles: [] };
  for (const entry of entries) {
    if (!isIgnored(entry.path)) place(tree, entry);
    else if (!entry.isDirectory)
      findings.warn('IGNORED_ENTRY', entry.path, 'The file was added by a desktop system and is left out.');
  }
  return tree;
}
