import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { LogStream } from '@/contracts/engine-logs';
import type { Configuration, LogRoot } from '@/server/platform/config/environment';
import { openFilePart } from './file-part';
import type { LogAbsence } from './log-state';
import type { LogPart } from './part';
import { listRolledFiles } from './rolled-files';

/** Where to look: the record's directory and the engine manager whose root it is under. */
export interface LogPlace {
  suffix: string | null;
  ecm: string | null;
}

/** A log in a directory, opened. */
export interface DirectoryLog {
  /** Its files, oldest first, to be closed by whoever opened them. */
  parts: LogPart[];
  /** How many older files are left out, because there are too many. */
  leftOut: number;
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

/** Roots in which a manager's engines are looked for: its own first. */
function rootsFor(roots: readonly LogRoot[], ecm: string | null): LogRoot[] {
  return [
    ...roots.filter((root) => root.ecm !== null && root.ecm === ecm),
    ...roots.filter((root) => root.ecm === null),
  ];
}

const unreadable = (reason: string): LogAbsence => ({ state: 'unreadable', reason });

function isInside(path: string, directory: string): boolean {
  return path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}

function explain(error: unknown): LogAbsence {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM')
    return unreadable('The server may not read the file. Give the user it runs as read access to the engine logs.');
  if (code === 'ELOOP') return unreadable('The file is a symbolic link, which is not followed.');
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') return unreadable('A compressed part of the log is damaged.');
  if (code === 'ENOSPC')
    return unreadable('There is no space left for a converted copy of the log in the data directory.');
  return unreadable(`The file cannot be read: ${code ?? message}.`);
}

/** Opens all files of a log in its directory; closes what was opened when one of them cannot be. */
async function openFiles(
  configuration: Configuration,
  base: string,
  directory: string,
  names: readonly string[],
): Promise<LogPart[] | LogAbsence> {
  const parts: LogPart[] = [];
  const give = async (absence: LogAbsence) => {
    await Promise.all(parts.map((part) => part.close()));
    return absence;
  };
  for (const name of names) {
    try {
      const path = await realpath(join(directory, name));
      if (!isInside(path, base)) return give(unreadable(`${name} leads out of the log root.`));
      const part = await openFilePart(configuration, path);
      if (!part) return give(unreadable(`${name} is no plain file.`));
      parts.push(part);
    } catch (error) {
      // Rolled away between listing and opening: the next look finds it under its new name.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      return give(explain(error));
    }
  }
  return parts;
}

/**
 * Opens the files of a log from the configured directories: first those of the engine's own manager, then the shared
 * ones. Paths come from the record and are confined to their root, links included.
 * @returns the log, its parts to be closed by the caller; or why there is none
 */
export async function openDirectoryParts(
  configuration: Configuration,
  place: LogPlace,
  stream: LogStream,
): Promise<DirectoryLog | LogAbsence> {
  const { suffix, ecm } = place;
  const roots = rootsFor(configuration.logRoots, ecm);
  if (roots.length === 0)
    return {
      state: 'not-configured',
      reason: 'No log root is configured; set LOG_ROOTS to where engine managers keep the logs.',
    };
  if (suffix === null || !isSafeSuffix(suffix))
    return { state: 'no-directory', reason: 'The record names no log directory.' };
  let directoryFound = false;
  for (const { directory: root } of roots) {
    try {
      const base = await realpath(root).catch(() => null);
      if (base === null) continue;
      const directory = await realpath(join(base, suffix)).catch(() => null);
      if (directory === null) continue;
      if (!isInside(directory, base)) return unreadable('The log directory of the record leads out of the log root.');
      if (!(await stat(directory)).isDirectory()) continue;
      directoryFound = true;
      const { names, leftOut } = await listRolledFiles(directory, stream);
      const parts = await openFiles(configuration, base, directory, names);
      if (!Array.isArray(parts)) return parts;
      if (parts.length > 0) return { parts, leftOut };
    } catch (error) {
      return explain(error);
    }
  }
  return directoryFound
    ? { state: 'missing', reason: 'The engine has not written this log, or it has been removed.' }
    : { state: 'no-directory', reason: "The engine's log directory is not under the configured log roots." };
}
