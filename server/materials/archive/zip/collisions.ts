import type { Findings } from '../findings';
import type { Watch } from '../watch';
import type { ZipEntry } from './format';

const PAUSE_AFTER = 1000;

/** The first directory of a path that is a file of the archive; undefined when there is none. */
function fileAbove(path: string, files: ReadonlySet<string>): string | undefined {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const parent = path.slice(0, slash);
    if (files.has(parent)) return parent;
  }
  return undefined;
}

/** Calls back for each entry with its name in composed form, and lets others of the thread go first now and then. */
async function forEachName(
  entries: readonly ZipEntry[],
  watch: Watch,
  visit: (name: string, entry: ZipEntry) => void,
): Promise<void> {
  for (const [index, entry] of entries.entries()) {
    if (index % PAUSE_AFTER === 0) await watch.breathe();
    visit(entry.path.normalize('NFC'), entry);
  }
}

async function findDuplicates(entries: readonly ZipEntry[], findings: Findings, watch: Watch): Promise<void> {
  const names = new Set<string>();
  await forEachName(entries, watch, (name, { path }) => {
    if (names.has(name)) findings.fault('ZIP_DUPLICATE_ENTRY', path, 'Two entries have this name.');
    names.add(name);
  });
}

async function findFilesAbove(entries: readonly ZipEntry[], findings: Findings, watch: Watch): Promise<void> {
  const files = new Set<string>();
  await forEachName(entries, watch, (name, { isDirectory }) => {
    if (!isDirectory) files.add(name);
  });
  await forEachName(entries, watch, (name, { path }) => {
    const file = fileAbove(name, files);
    if (file !== undefined)
      findings.fault('ZIP_DUPLICATE_ENTRY', path, `"${file}" is a file and also a directory that holds this entry.`);
  });
}

async function findCaseCollisions(entries: readonly ZipEntry[], findings: Findings, watch: Watch): Promise<void> {
  const names = new Set<string>();
  await forEachName(entries, watch, (name, { path }) => {
    const lower = name.toLowerCase();
    if (names.has(lower))
      findings.warn('CASE_COLLISION', path, 'Another name differs from this one by upper and lower case only.');
    names.add(lower);
  });
}

/**
 * Notes names that would be one on disk: twice the same, also when only their Unicode form differs (macOS decomposes
 * accents), and a file where another entry needs a directory. Names that differ by case only are a warning.
 */
export async function findCollisions(entries: readonly ZipEntry[], findings: Findings, watch: Watch): Promise<void> {
  // One after the other, so that only one set of names is held at a time.
  await findDuplicates(entries, findings, watch);
  await findFilesAbove(entries, findings, watch);
  if (!findings.hasAny(['ZIP_DUPLICATE_ENTRY'])) await findCaseCollisions(entries, findings, watch);
}
