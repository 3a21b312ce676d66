import type { ArchiveFault } from '@/contracts/material-uploads';
import type { Budgets } from '../budgets';

/**
 * Controls, line and paragraph separators: they break lines of manifests and logs. Bidirectional overrides: they make a
 * name look like another.
 */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const DRIVE = /^[A-Za-z]:/;

/** The kinds of `checkPath`. An archive with one of them has names that nothing else can be said about. */
export const NAME_FAULTS = [
  'ZIP_BAD_NAME',
  'ZIP_BAD_NAME_ENCODING',
  'ZIP_PATH_TRAVERSAL',
  'ZIP_ABSOLUTE_PATH',
  'ZIP_TOO_DEEP',
  'ZIP_NAME_TOO_LONG',
] as const satisfies readonly ArchiveFault['code'][];

export interface NameProblem {
  code: (typeof NAME_FAULTS)[number];
  message: string;
}

/** A name for messages and reports: what cannot be printed as `\u{…}`. */
export function spellName(name: string): string {
  return name
    .slice(0, 300)
    .replace(
      new RegExp(UNPRINTABLE, 'gu'),
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`,
    );
}

/**
 * Says what is wrong with the name of an entry, whose separators are `/` already; null when it may be used.
 *
 * Dots and blanks at the end of a segment, and names that Windows reserves (`aux`, `nul`), are accepted: engine managers
 * run on Unix, where they are names like others, and no name of an archive becomes a path on this server's disk.
 * `.` and empty segments are refused: for some readers `a//b` and `a/./b` are `a/b`, for others not.
 */
export function checkPath(name: string, budgets: Budgets): NameProblem | null {
  if (name === '' || name === '/') return { code: 'ZIP_BAD_NAME', message: 'An entry has no name.' };
  if (UNPRINTABLE.test(name))
    return {
      code: 'ZIP_BAD_NAME',
      message: 'The name holds characters that cannot be printed, such as NUL or a line end.',
    };
  if (name.startsWith('/') || DRIVE.test(name))
    return {
      code: 'ZIP_ABSOLUTE_PATH',
      message: 'The name is an absolute path; names must be relative to the top of the archive.',
    };
  const segments = (name.endsWith('/') ? name.slice(0, -1) : name).split('/');
  if (segments.includes('..'))
    return { code: 'ZIP_PATH_TRAVERSAL', message: 'The name leads out of its directory by "..".' };
  if (segments.includes('') || segments.includes('.'))
    return { code: 'ZIP_BAD_NAME', message: 'The name has a segment that is empty or ".".' };
  if (segments.length > budgets.depth)
    return {
      code: 'ZIP_TOO_DEEP',
      message: `The entry lies ${segments.length} levels deep; at most ${budgets.depth} are accepted.`,
    };
  if (Buffer.byteLength(name) > budgets.nameBytes)
    return { code: 'ZIP_NAME_TOO_LONG', message: `The name is longer than ${budgets.nameBytes} bytes.` };
  if (segments.some((segment) => Buffer.byteLength(segment) > budgets.segmentBytes))
    return {
      code: 'ZIP_NAME_TOO_LONG',
      message: `A segment of the name is longer than ${budgets.segmentBytes} bytes.`,
    };
  return null;
}
