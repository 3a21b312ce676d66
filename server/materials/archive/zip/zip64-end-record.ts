import type { ByteSource } from '../byte-source';
import { ArchiveRefusal } from '../findings';
import { type DirectoryLocation, readUInt64, ZIP64_END_RECORD, ZIP64_END_RECORD_BYTES } from './format';

const damaged = (what: string) => new ArchiveRefusal('ZIP_DAMAGED', null, what);

/**
 * Reads the zip64 end record that a locator points to; it must end where the locator begins. `at` is where it begins.
 * @param locator bytes from the locator on
 * @param locatorAt offset of the locator in the file
 * @throws ArchiveRefusal ZIP_MULTI_DISK, ZIP_ENCRYPTED, ZIP_DAMAGED
 */
export async function readZip64End(
  source: ByteSource,
  locator: Buffer,
  locatorAt: number,
): Promise<DirectoryLocation & { at: number }> {
  const at = readUInt64(locator, 8);
  if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1)
    throw new ArchiveRefusal(
      'ZIP_MULTI_DISK',
      null,
      'This is one part of an archive that was split into several files.',
    );
  if (at === null || at + ZIP64_END_RECORD_BYTES > locatorAt)
    throw damaged('The zip64 end record is not where the archive says.');
  const record = await source.read(at, at + ZIP64_END_RECORD_BYTES);
  const length = readUInt64(record, 4);
  // Bytes between the record and its locator could be anything, and version 2 of the record means encryption.
  if (record.readUInt32LE(0) !== ZIP64_END_RECORD || length === null || at + 12 + length !== locatorAt)
    throw damaged('The zip64 end record is not where the archive says.');
  if (12 + length !== ZIP64_END_RECORD_BYTES)
    throw new ArchiveRefusal('ZIP_ENCRYPTED', null, 'The list of entries is encrypted or in an unknown form.');
  if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0)
    throw new ArchiveRefusal(
      'ZIP_MULTI_DISK',
      null,
      'This is one part of an archive that was split into several files.',
    );
  const entriesOnDisk = readUInt64(record, 24);
  const entries = readUInt64(record, 32);
  const size = readUInt64(record, 40);
  const offset = readUInt64(record, 48);
  if (entries === null || size === null || offset === null || entriesOnDisk !== entries)
    throw damaged('The zip64 end record holds numbers that cannot be.');
  return { at, entries, size, offset };
}
