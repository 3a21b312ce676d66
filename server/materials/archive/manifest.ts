import type { ArchiveFile } from '@/contracts/material-uploads';
import { inBlocks } from './blocks';
import { compareByBytes } from './byte-order';

const FILE_LINE = /^([0-9a-f]{64}) (0|[1-9]\d{0,15}) ([^/].*[^/]|[^/])$/;
const DIRECTORY_LINE = /^- 0 ([^/].*\/)$/;

/**
 * The canonical list of what a material holds: one line per file, `sha256 size path`, and per empty directory,
 * `- 0 path/`, each ended by a line feed, in UTF-8, sorted by the bytes of the path. Its SHA-256 is the identity of the
 * content, whatever packed it. Paths hold no control characters, so a line is a line.
 */
async function* lines(
  files: readonly ArchiveFile[],
  emptyDirectories: readonly string[],
): AsyncGenerator<Buffer, void, undefined> {
  // Lines are made one by one: a material may have very many files.
  const all: (ArchiveFile | { path: string })[] = [...files, ...emptyDirectories.map((path) => ({ path }))];
  all.sort((a, b) => compareByBytes(a.path, b.path));
  for (const item of all)
    yield Buffer.from('sha256' in item ? `${item.sha256} ${item.sizeBytes} ${item.path}\n` : `- 0 ${item.path}\n`);
}

/**
 * Writes a manifest in pieces of some hundred kilobytes.
 * @param emptyDirectories paths that end with `/`
 */
export function writeManifest(
  files: readonly ArchiveFile[],
  emptyDirectories: readonly string[],
): AsyncGenerator<Buffer, void, undefined> {
  return inBlocks(lines(files, emptyDirectories));
}

/**
 * Reads a manifest back: its files in order; empty directories are left out.
 * @throws Error when it is not one
 */
export function parseManifest(text: string): ArchiveFile[] {
  if (text !== '' && !text.endsWith('\n')) throw new Error('a manifest ends within a line');
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      const [, sha256, size, path] = FILE_LINE.exec(line) ?? [];
      if (sha256 !== undefined && path !== undefined) return [{ path, sizeBytes: Number(size), sha256 }];
      if (DIRECTORY_LINE.test(line)) return [];
      throw new Error('a line of a manifest cannot be read');
    });
}
