import type { Budgets } from '../budgets';
import type { ByteSource } from '../byte-source';
import { ArchiveRefusal } from '../findings';
import {
  CENTRAL_HEADER,
  CENTRAL_HEADER_BYTES,
  type DirectoryLocation,
  END_RECORD,
  END_RECORD_BYTES,
  IN_ZIP64_16,
  IN_ZIP64_32,
  LOCAL_HEADER,
  signatureBytes,
  ZIP64_LOCATOR,
  ZIP64_LOCATOR_BYTES,
} from './format';
import { readZip64End } from './zip64-end-record';

const LONGEST_COMMENT = 0xffff;
const SIGNATURE = signatureBytes(END_RECORD);
/** Beginnings of files that are taken for zips, for a better message. */
const OTHER_FORMATS: [string, string][] = [
  ['1f8b', 'gzip'],
  ['526172211a07', 'RAR'],
  ['377abcaf271c', '7-Zip'],
  ['fd377a585a00', 'xz'],
  ['425a68', 'bzip2'],
  ['25504446', 'PDF'],
];

/** The end record as it stands there, before zip64 values replace what does not fit. */
interface EndRecord extends DirectoryLocation {
  /** Where the record begins in the file. */
  at: number;
  disk: number;
  directoryDisk: number;
  entriesOnDisk: number;
}

function parseEnd(tail: Buffer, index: number, tailStart: number): EndRecord {
  return {
    at: tailStart + index,
    disk: tail.readUInt16LE(index + 4),
    directoryDisk: tail.readUInt16LE(index + 6),
    entriesOnDisk: tail.readUInt16LE(index + 8),
    entries: tail.readUInt16LE(index + 10),
    size: tail.readUInt32LE(index + 12),
    offset: tail.readUInt32LE(index + 16),
  };
}

/** Where end records might begin in the tail: whole ones only, the last first. */
function* signatures(tail: Buffer): Generator<number> {
  let index = tail.lastIndexOf(SIGNATURE);
  while (index >= 0) {
    if (index + END_RECORD_BYTES <= tail.length) yield index;
    if (index === 0) return;
    index = tail.lastIndexOf(SIGNATURE, index - 1);
  }
}

/** Why there is no end record at the end of the file. */
async function missingEnd(source: ByteSource, tail: Buffer, tailStart: number): Promise<ArchiveRefusal> {
  for (const index of signatures(tail)) {
    const record = parseEnd(tail, index, tailStart);
    const recordEnd = index + END_RECORD_BYTES + tail.readUInt16LE(index + 20);
    if (record.offset + record.size !== record.at) continue;
    if (recordEnd < tail.length)
      return new ArchiveRefusal(
        'ZIP_EXTRA_DATA',
        null,
        `${tail.length - recordEnd} bytes follow the end of the archive; nothing may follow it.`,
      );
    return new ArchiveRefusal('ZIP_TRUNCATED', null, 'The file ends within the comment of the archive; it was cut.');
  }
  const start = await source.read(0, Math.min(source.size, 8));
  if (start.length >= 4 && start.readUInt32LE(0) === LOCAL_HEADER)
    return new ArchiveRefusal(
      'ZIP_TRUNCATED',
      null,
      'The file begins like a zip but its end is missing; it was cut, perhaps by a transfer that broke off.',
    );
  const hex = start.toString('hex');
  const format = OTHER_FORMATS.find(([magic]) => hex.startsWith(magic))?.[1];
  return new ArchiveRefusal(
    'ZIP_NOT_A_ZIP',
    null,
    source.size === 0
      ? 'The file is empty.'
      : `This is not a zip file${format === undefined ? '' : `; it looks like ${format}`}.`,
  );
}

/** The one end record whose comment ends where the file ends. */
async function findEnd(source: ByteSource, tail: Buffer, tailStart: number): Promise<EndRecord> {
  const fitting: number[] = [];
  for (const index of signatures(tail)) {
    if (index + END_RECORD_BYTES + tail.readUInt16LE(index + 20) === tail.length) fitting.push(index);
    if (fitting.length > 1) break;
  }
  const [index] = fitting;
  if (index === undefined) throw await missingEnd(source, tail, tailStart);
  // Some readers take the last signature of the file, others the first that fits: they must mean the same record.
  if (fitting.length > 1 || tail.indexOf(SIGNATURE, index + 1) >= 0)
    throw new ArchiveRefusal(
      'ZIP_EXTRA_DATA',
      null,
      'The file holds two end records, one within the comment of the other: readers would differ about its content.',
    );
  return parseEnd(tail, index, tailStart);
}

/** Why the central directory does not reach up to the end record. */
async function displaced(source: ByteSource, directory: DirectoryLocation, end: number): Promise<ArchiveRefusal> {
  const gap = end - directory.offset - directory.size;
  if (gap < 0)
    return new ArchiveRefusal(
      'ZIP_TRUNCATED',
      null,
      'The list of entries would reach beyond its end; bytes are missing.',
    );
  const head = gap >= 4 ? await source.read(directory.offset, directory.offset + 4) : Buffer.alloc(4);
  const isInPlace = head.readUInt32LE(0) === CENTRAL_HEADER || directory.size === 0;
  return new ArchiveRefusal(
    'ZIP_EXTRA_DATA',
    null,
    isInPlace
      ? `${gap} bytes lie between the list of entries and the end record.`
      : `${gap} bytes lie in front of the archive, as in self-extracting programs; send the plain zip.`,
  );
}

function checkBudgets(directory: DirectoryLocation, budgets: Budgets): void {
  if (directory.entries > budgets.entries)
    throw new ArchiveRefusal(
      'ZIP_TOO_MANY_ENTRIES',
      null,
      `The archive has ${directory.entries} entries; at most ${budgets.entries} are accepted.`,
    );
  if (directory.size > budgets.directoryBytes)
    throw new ArchiveRefusal(
      'ZIP_TOO_LARGE',
      null,
      `The list of entries has ${directory.size} bytes; at most ${budgets.directoryBytes} are accepted.`,
    );
  if (directory.entries * CENTRAL_HEADER_BYTES > directory.size)
    throw new ArchiveRefusal('ZIP_DAMAGED', null, 'The list of entries is shorter than its entries would be.');
}

/**
 * Finds the central directory by the end record and, if there is one, its zip64 form. When it returns, the directory
 * ends exactly where the end records begin, and these end where the file ends.
 * @throws ArchiveRefusal ZIP_NOT_A_ZIP, ZIP_EMPTY, ZIP_TRUNCATED, ZIP_MULTI_DISK, ZIP_EXTRA_DATA, ZIP_DAMAGED,
 *   ZIP_TOO_MANY_ENTRIES, ZIP_TOO_LARGE
 */
export async function locateDirectory(source: ByteSource, budgets: Budgets): Promise<DirectoryLocation> {
  if (source.size > budgets.packedBytes)
    throw new ArchiveRefusal(
      'ZIP_TOO_LARGE',
      null,
      `The archive has ${source.size} bytes; at most ${budgets.packedBytes} are accepted.`,
    );
  const tailStart = Math.max(0, source.size - END_RECORD_BYTES - LONGEST_COMMENT - ZIP64_LOCATOR_BYTES);
  const tail = await source.read(tailStart, source.size);
  const end = await findEnd(source, tail, tailStart);
  const locatorIndex = end.at - tailStart - ZIP64_LOCATOR_BYTES;
  const hasLocator = locatorIndex >= 0 && tail.readUInt32LE(locatorIndex) === ZIP64_LOCATOR;
  const inZip64 = (value: number, marker: number) => hasLocator && value === marker;
  if (
    (end.disk !== 0 && !inZip64(end.disk, IN_ZIP64_16)) ||
    (end.directoryDisk !== 0 && !inZip64(end.directoryDisk, IN_ZIP64_16)) ||
    end.entriesOnDisk !== end.entries
  )
    throw new ArchiveRefusal(
      'ZIP_MULTI_DISK',
      null,
      'This is one part of an archive that was split into several files; send it as one file.',
    );
  const zip64 = hasLocator
    ? await readZip64End(source, tail.subarray(locatorIndex), end.at - ZIP64_LOCATOR_BYTES)
    : null;
  const directory = { entries: end.entries, offset: end.offset, size: end.size };
  if (zip64 !== null) {
    const agrees =
      (end.entries === IN_ZIP64_16 || end.entries === zip64.entries) &&
      (end.size === IN_ZIP64_32 || end.size === zip64.size) &&
      (end.offset === IN_ZIP64_32 || end.offset === zip64.offset);
    if (!agrees)
      throw new ArchiveRefusal('ZIP_DAMAGED', null, 'The two end records of the archive contradict each other.');
    Object.assign(directory, { entries: zip64.entries, offset: zip64.offset, size: zip64.size });
  }
  const recordsStart = zip64?.at ?? end.at;
  if (directory.offset + directory.size !== recordsStart) throw await displaced(source, directory, recordsStart);
  if (recordsStart === 0) throw new ArchiveRefusal('ZIP_EMPTY', null, 'The archive has no entries.');
  checkBudgets(directory, budgets);
  return directory;
}
