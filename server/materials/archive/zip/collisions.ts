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

/**
 * Notes names that would be one on disk: twice the same, also when only their Unicode form differs (macOS decomposes
 * accents), and a file where another entry needs a directory. Names that differ by case only are a warning.
 */
export async function findCollisions(entries: readonly ZipEntry[], findings: Findings, watch: Watch): Promise<void> {
  const names = new Set<string>();
  const files = new Set<string>();
  const inLowerCase = new Set<string>();
  for (const [index, { path, isDirectory }] of entries.entries()) {
    if (index % PAUSE_AFTER === 0) await watch.breathe();
    const name = path.normalize('NFC');
    const lower = name.toLowerCase();
    if (names.has(name)) findings.fault('ZIP_DUPLICATE_ENTRY', path, 'Two entries have this name.');
    else if (inLowerCase.has(lower))
      findings.warn('CASE_COLLISION', path, 'Another name differs from this one by upper and lower case only.');
    names.add(name);
    inLowerCase.add(lower);
    if (!isDirectory) files.add(name);
  }
  for (const [index, { path }] of entries.entries()) {
    if (index % PAUSE_AFTER === 0) await watch.breathe();
    const file = fileAbove(path.normalize('NFC'), files);
    if (file !== undefined)
      findings.fault('ZIP_DUPLICATE_ENTRY', path, `"${file}" is a file and also a directory that holds this entry.`);
  }
}
