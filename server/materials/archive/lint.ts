import type { ArchiveFile } from '@/contracts/material-uploads';
import { compareByBytes } from './byte-order';
import type { Findings } from './findings';

const ENGINECONN_PROPERTIES = 'linkis-engineconn.properties';
/** `guava-31.0.1-jre.jar`: artifact, version, and what follows: a classifier or a part of the version. */
const VERSIONED_JAR = /^(.+)-v?(\d[\w.]*)(?:-[\w.-]+)?\.jar$/i;

function findDuplicates(at: string, jars: readonly ArchiveFile[], findings: Findings): void {
  const byContent = new Map<string, string>();
  for (const { path, sha256 } of jars) {
    const first = byContent.get(sha256);
    if (first === undefined) byContent.set(sha256, path);
    else findings.warn('DUPLICATE_JAR', `${at}${path}`, `The file has the same content as ${first}.`);
  }
}

function findShadowed(at: string, jars: readonly ArchiveFile[], findings: Findings): void {
  const versions = new Map<string, Map<string, string>>();
  for (const { path } of jars) {
    const [, artifact, version] = VERSIONED_JAR.exec(path.slice(path.lastIndexOf('/') + 1)) ?? [];
    if (artifact === undefined || version === undefined) continue;
    const known = versions.get(artifact) ?? new Map<string, string>();
    versions.set(artifact, known.set(version, path));
  }
  for (const [artifact, paths] of versions) {
    const [first, ...others] = [...paths.values()].sort(compareByBytes);
    if (first !== undefined && others.length > 0)
      findings.warn(
        'SHADOWED_JAR',
        `${at}${first}`,
        `${artifact} is there in ${paths.size} versions (also ${others.slice(0, 5).join(', ')}); which one is used is chance.`,
      );
  }
}

/**
 * Warns of what often goes wrong with materials: jars that are there twice or in several versions in `lib`, a `conf`
 * without the file that engines read first.
 * @param at what stands ahead of the files' paths in the archive, with its separator
 */
export function lintMaterial(fileName: string, at: string, files: readonly ArchiveFile[], findings: Findings): void {
  if (fileName === 'lib.zip') {
    const jars = files.filter(({ path }) => /\.jar$/i.test(path));
    findDuplicates(at, jars, findings);
    findShadowed(at, jars, findings);
  }
  if (fileName === 'conf.zip' && !files.some(({ path }) => path === ENGINECONN_PROPERTIES))
    findings.warn(
      'MISSING_ENGINECONN_PROPERTIES',
      at.replace(/(?:!\/|\/)$/, ''),
      `${ENGINECONN_PROPERTIES} is missing; engines start with built-in settings only.`,
    );
}
