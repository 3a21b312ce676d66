import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { LogStream } from '@/contracts/engine-logs';
import type { LogRoot } from '@/server/platform/config/environment';

/** Why a log cannot be shown. */
export type LogAbsence = 'missing' | 'unreadable' | 'no-directory' | 'not-configured';

/** The same in a sentence. */
export const ABSENCE_REASONS: Record<LogAbsence, string> = {
  missing: 'the engine has not written it, or it has been removed',
  unreadable: 'the server may not read the file, or it is no plain file inside the log root',
  'no-directory': "the engine's log directory is not under the configured log roots, or the record names none",
  'not-configured': 'no log root is configured; set LOG_ROOTS to where the engine managers keep their logs',
};

/** An open log of one size; what is written afterwards is not part of it. */
export interface LogFile {
  sizeBytes: number;
  modifiedTime: Date;
  /** Bytes from an offset on; fewer than asked for at the end. */
  read(offset: number, length: number): Promise<Buffer>;
  handle: FileHandle;
  close(): Promise<void>;
}

/** Where to look: the record's directory and the engine manager whose root it is under. */
export interface LogPlace {
  suffix: string | null;
  ecm: string | null;
}

/** A suffix as Linkis writes it: relative, without dots as parts. Anything else names no directory. */
function isSafeSuffix(suffix: string): boolean {
  return (
    !suffix.includes('\0') &&
    !suffix.startsWith('/') &&
    !suffix.includes('\\') &&
    suffix.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

/** Real path of a log inside a root; null if there is no such file. @throws when it leads out of the root */
async function resolveInside(root: string, suffix: string, stream: LogStream): Promise<string | null> {
  const base = await realpath(root).catch(() => null);
  if (base === null) return null;
  let path: string;
  try {
    path = await realpath(join(base, suffix, stream));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw error;
  }
  if (!path.startsWith(base.endsWith(sep) ? base : base + sep))
    throw new Error(`${path} is outside of the log root ${base}`);
  return path;
}

async function openFile(path: string): Promise<LogFile | null> {
  // Not through a link that appeared after the path was resolved, and without waiting on a pipe.
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const status = await handle.stat();
  if (!status.isFile()) {
    await handle.close();
    return null;
  }
  return {
    sizeBytes: status.size,
    modifiedTime: status.mtime,
    handle,
    read: async (offset, length) => {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, status.size - offset)));
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    },
    close: () => handle.close(),
  };
}

/**
 * Opens a log from the configured directories: first those of the engine's own manager, then the shared ones. Paths come
 * from the record and are confined to their root, links included.
 * @returns the open file, to be closed by the caller, or why there is none
 */
export async function openLog(
  roots: readonly LogRoot[],
  place: LogPlace,
  stream: LogStream,
): Promise<LogFile | LogAbsence> {
  const { suffix, ecm } = place;
  if (roots.length === 0) return 'not-configured';
  if (suffix === null || !isSafeSuffix(suffix)) return 'no-directory';
  const candidates = [
    ...roots.filter((root) => root.ecm !== null && root.ecm === ecm),
    ...roots.filter((root) => root.ecm === null),
  ];
  let directoryFound = false;
  for (const { directory } of candidates) {
    try {
      const path = await resolveInside(directory, suffix, stream);
      const file = path === null ? null : await openFile(path);
      if (file) return file;
      if (path !== null) return 'unreadable';
      directoryFound ||= await stat(join(directory, suffix)).then(
        (status) => status.isDirectory(),
        () => false,
      );
    } catch {
      return 'unreadable';
    }
  }
  return directoryFound ? 'missing' : 'no-directory';
}
