import { structuredPatch } from 'diff';
import type { z } from 'zod';
import type { ArchiveFile } from '@/contracts/material-uploads';
import type { compareMaterialText, compareMaterialVersions } from '@/contracts/material-versions';
import { type LibraryVersionRow, openBlob, openVersion } from '@/server/library/service';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { parseManifest } from './archive/manifest';
import { readEntry } from './archive/read-entry';
import { needAdministrator } from './policy';
import { type EngineName, needVersion, type VersionName } from './versions';

/** Two versions of one material. */
export interface Pair extends EngineName {
  fileName: string;
  from: string;
  to: string;
}

/** Largest text that is compared line by line. */
const MOST_TEXT_BYTES = 1 << 20;
const MOST_MANIFEST_BYTES = 64 << 20;
const CONTEXT_LINES = 3;
const TEXT_NAME =
  /(?:^|\/)[^/.]+$|\.(?:properties|xml|ya?ml|json|conf|cfg|ini|sh|bash|py|sql|txt|md|csv|toml|env|template|html?|js|scala|java|R)$/i;

function isText(...files: (ArchiveFile | undefined)[]): boolean {
  return files.every((file) => !file || (TEXT_NAME.test(file.path) && file.sizeBytes <= MOST_TEXT_BYTES));
}

/** The files of a version. @throws AppError conflict when this console did not store it */
async function filesOf(context: Context, version: LibraryVersionRow): Promise<ArchiveFile[]> {
  if (!version.contentSha256)
    throw new AppError(
      'conflict',
      `Version ${version.version} was stored by Linkis; which files it holds is not known here. Upload the engine anew to compare it.`,
    );
  const manifest = await openBlob(context, version.contentSha256);
  if (manifest.size > MOST_MANIFEST_BYTES)
    throw new AppError('too_large', `Version ${version.version} has too many files to list.`);
  return parseManifest((await manifest.read(0, manifest.size)).toString('utf8'));
}

/** Files of a version, by path. @throws AppError forbidden, not_found, conflict */
export async function listMaterialFiles(context: Context, name: VersionName): Promise<{ files: ArchiveFile[] }> {
  needAdministrator(context.actor);
  const { version } = await needVersion(context, name);
  return { files: await filesOf(context, version) };
}

async function versionsOf(context: Context, { from, to, ...material }: Pair) {
  needAdministrator(context.actor);
  const [left, right] = await Promise.all([
    needVersion(context, { ...material, version: from }),
    needVersion(context, { ...material, version: to }),
  ]);
  return { left: left.version, right: right.version };
}

const facts = (file: ArchiveFile | undefined) => (file ? { sizeBytes: file.sizeBytes, sha256: file.sha256 } : null);

/** Which files two versions do not share. @throws AppError forbidden, not_found, conflict (stored by Linkis) */
export async function compareVersions(
  context: Context,
  pair: Pair,
): Promise<z.input<(typeof compareMaterialVersions)['data']>> {
  const { left, right } = await versionsOf(context, pair);
  const [before, after] = await Promise.all([filesOf(context, left), filesOf(context, right)]);
  const old = new Map(before.map((file) => [file.path, file]));
  const changed = after.filter((file) => old.get(file.path)?.sha256 !== file.sha256);
  const present = new Set(after.map(({ path }) => path));
  const removed = before.filter(({ path }) => !present.has(path));
  const files = [
    ...changed.map((file) => {
      const from = old.get(file.path);
      const change = from ? ('changed' as const) : ('added' as const);
      return { path: file.path, change, from: facts(from), to: facts(file), text: isText(from, file) };
    }),
    ...removed.map((file) => ({
      path: file.path,
      change: 'removed' as const,
      from: facts(file),
      to: null,
      text: isText(file),
    })),
  ];
  return {
    files: files.sort((one, other) => (one.path < other.path ? -1 : 1)),
    same: after.length - changed.length,
  };
}

/** Null when the version has no such file. */
async function textOf(context: Context, version: LibraryVersionRow, path: string): Promise<string | null> {
  const file = (await filesOf(context, version)).find((candidate) => candidate.path === path);
  if (!file) return null;
  if (file.sizeBytes > MOST_TEXT_BYTES)
    throw new AppError('too_large', `${path} is larger than 1 MiB; download both versions to compare it.`);
  const bytes = await readEntry(await openVersion(context, version), path, MOST_TEXT_BYTES);
  if (bytes.includes(0)) throw new AppError('conflict', `${path} is not text.`);
  return bytes.toString('utf8');
}

const KINDS = { ' ': 'same', '-': 'removed', '+': 'added' } as const;

/** Lines that differ in one file of two versions. @throws AppError forbidden, not_found, conflict (not text), too_large */
export async function compareText(
  context: Context,
  pair: Pair,
  path: string,
): Promise<z.input<(typeof compareMaterialText)['data']>> {
  const { left, right } = await versionsOf(context, pair);
  const [before, after] = await Promise.all([textOf(context, left, path), textOf(context, right, path)]);
  if (before === null && after === null)
    throw new AppError('not_found', `Neither version has a file ${path}. The comparison of the versions lists them.`, {
      faults: [{ path: 'path', message: 'in neither version' }],
    });
  const { hunks } = structuredPatch(path, path, before ?? '', after ?? '', '', '', { context: CONTEXT_LINES });
  return {
    hunks: hunks.map(({ oldStart, newStart, lines }) => ({
      fromLine: oldStart,
      toLine: newStart,
      lines: lines.flatMap((line) => {
        const kind = KINDS[line[0] as keyof typeof KINDS];
        return kind ? [{ kind, text: line.slice(1) }] : [];
      }),
    })),
  };
}
