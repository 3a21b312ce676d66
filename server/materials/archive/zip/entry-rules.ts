import type { Budgets } from '../budgets';
import type { Findings } from '../findings';
import {
  AES_ENCRYPTED,
  DEFLATED,
  FLAG_ENCRYPTED,
  FLAG_MASKED_HEADERS,
  FLAG_PATCH,
  FLAG_STRONG_ENCRYPTION,
  STORED,
  type ZipEntry,
} from './format';

const ENCRYPTED = FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED_HEADERS;
const FILE_TYPE = 0o170000;
const TYPE_DIRECTORY = 0o040000;
const TYPE_REGULAR = 0o100000;
const TYPE_SYMLINK = 0o120000;
/** Systems of the upper byte of "version made by" that write Windows attributes: FAT, HPFS, NTFS, VFAT. */
const WINDOWS_SYSTEMS = [0, 6, 10, 11, 14];
const WINDOWS_REPARSE_POINT = 0x400;

/** What the central directory says about an entry beside its place and name. */
export interface EntryAttributes {
  versionMadeBy: number;
  flags: number;
  disk: number;
  externalAttributes: number;
}

/** True when a local or central header says that the content is encrypted. */
export function isEncrypted(flags: number, method: number): boolean {
  return (flags & ENCRYPTED) !== 0 || method === AES_ENCRYPTED;
}

/**
 * Refuses what is neither a file nor a directory. The type in the Unix mode counts whatever system is named, since tools
 * on all of them write it; permissions, setuid among them, are not kept and do not matter.
 */
function judgeType(entry: ZipEntry, attributes: EntryAttributes, findings: Findings): void {
  const type = (attributes.externalAttributes >>> 16) & FILE_TYPE;
  const isReparsePoint =
    WINDOWS_SYSTEMS.includes(attributes.versionMadeBy >>> 8) &&
    (attributes.externalAttributes & WINDOWS_REPARSE_POINT) !== 0;
  if (type === TYPE_SYMLINK || isReparsePoint)
    findings.fault('ZIP_SYMLINK', entry.path, 'The entry is a symbolic link; pack the file that it points to.');
  else if (type !== 0 && type !== TYPE_REGULAR && type !== TYPE_DIRECTORY)
    findings.fault('ZIP_SPECIAL_FILE', entry.path, 'The entry is a device, a pipe or a socket, not a file.');
  else if (type === TYPE_DIRECTORY && !entry.isDirectory)
    findings.fault('ZIP_SPECIAL_FILE', entry.path, 'The entry is marked as a directory and named like a file.');
}

function judgeSizes(entry: ZipEntry, budgets: Budgets, findings: Findings): void {
  if (entry.isDirectory && (entry.size !== 0 || entry.crc32 !== 0))
    findings.fault(
      'ZIP_SIZE_MISMATCH',
      entry.path,
      `The entry is a directory and claims ${entry.size} bytes of content.`,
    );
  if (entry.method === STORED && entry.packedSize !== entry.size)
    findings.fault(
      'ZIP_SIZE_MISMATCH',
      entry.path,
      `The entry is not compressed, yet has ${entry.packedSize} bytes packed and ${entry.size} unpacked.`,
    );
  if (isSuspiciouslySmall(entry.packedSize, entry.size, budgets))
    findings.fault(
      'ZIP_BOMB',
      entry.path,
      `The entry would grow from ${entry.packedSize} to ${entry.size} bytes; at most ${budgets.ratio} times are accepted.`,
    );
}

/** True when so few bytes becoming so many is not what honest files do. */
export function isSuspiciouslySmall(packedBytes: number, unpackedBytes: number, budgets: Budgets): boolean {
  return unpackedBytes > budgets.ratioFloorBytes && unpackedBytes > packedBytes * budgets.ratio;
}

/** Notes what is wrong with an entry by its record in the central directory, but for its name. */
export function judgeEntry(entry: ZipEntry, attributes: EntryAttributes, budgets: Budgets, findings: Findings): void {
  if (attributes.disk !== 0)
    findings.fault('ZIP_MULTI_DISK', entry.path, 'The entry lies in another part of a split archive.');
  if (isEncrypted(attributes.flags, entry.method))
    findings.fault('ZIP_ENCRYPTED', entry.path, 'The entry is encrypted; pack it without a password.');
  else if ((entry.method !== STORED && entry.method !== DEFLATED) || (attributes.flags & FLAG_PATCH) !== 0)
    findings.fault(
      'ZIP_UNSUPPORTED_METHOD',
      entry.path,
      `The entry is compressed by method ${entry.method}; only stored (0) and deflated (8) are understood.`,
    );
  judgeType(entry, attributes, findings);
  judgeSizes(entry, budgets, findings);
}
