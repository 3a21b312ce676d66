import type { ArchiveFile } from '@/contracts/material-uploads';
import { compareByBytes } from './byte-order';
import type { ZipEntry } from './zip/format';

/** A file, or a directory without anything in it, by its path below the directory that becomes a material. */
export interface Member {
  /** Ends with `/` for a directory. */
  path: string;
  entry: ZipEntry;
}

/**
 * Files and empty directories below a directory, sorted by the bytes of their paths. Directories that hold something are
 * left out: the paths in them say it, and archives with and without entries for directories become the same.
 * @param directory path without `/` at its end; empty for the top of the archive
 */
export function membersBelow(directory: string, entries: readonly ZipEntry[]): Member[] {
  const start = directory === '' ? 0 : directory.length + 1;
  const all = entries.map((entry) => ({ path: entry.path.slice(start) + (entry.isDirectory ? '/' : ''), entry }));
  all.sort((a, b) => compareByBytes(a.path, b.path));
  // What lies in a directory follows it directly in this order.
  return all.filter(({ path }, index) => !path.endsWith('/') || !all[index + 1]?.path.startsWith(path));
}

/** Paths of the empty directories, ending with `/`. */
export function emptyDirectoriesOf(members: readonly Member[]): string[] {
  return members.filter(({ entry }) => entry.isDirectory).map(({ path }) => path);
}

/** SHA-256 of the content of entries that were read to their end and are what their headers say. */
export class ContentDigests {
  readonly #sha256 = new Map<ZipEntry, string>();

  add(entry: ZipEntry, sha256: string): void {
    this.#sha256.set(entry, sha256);
  }

  has(entry: ZipEntry): boolean {
    return this.#sha256.has(entry);
  }

  /** The files among the members, with their digests; throws when one was not read. */
  filesOf(members: readonly Member[]): ArchiveFile[] {
    return members
      .filter(({ entry }) => !entry.isDirectory)
      .map(({ path, entry }) => {
        const sha256 = this.#sha256.get(entry);
        if (sha256 === undefined) throw new Error(`${path} was not read to its end`);
        return { path, sizeBytes: entry.size, sha256 };
      });
  }
}
