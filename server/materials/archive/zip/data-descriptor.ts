import { DATA_DESCRIPTOR, readUInt64, type ZipEntry } from './format';

/** Length of the longest form: signature, CRC-32, two sizes of 64 bits. */
export const LONGEST_DESCRIPTOR = 24;

/**
 * Finds the data descriptor of an entry at the beginning of what follows its data, in any of its four forms (with or
 * without signature, sizes of 32 or 64 bits), and gives its length; null when none agrees with the central directory.
 * @param room bytes up to the next entry; a form that fills them is preferred
 */
export function descriptorLength(after: Buffer, entry: ZipEntry, room: number): number | null {
  const agreeing: number[] = [];
  for (const isSigned of [true, false])
    for (const sizeBytes of [8, 4]) {
      const start = isSigned ? 4 : 0;
      const length = start + 4 + 2 * sizeBytes;
      if (length > after.length || length > room) continue;
      if (isSigned && after.readUInt32LE(0) !== DATA_DESCRIPTOR) continue;
      const readSize = (at: number) => (sizeBytes === 8 ? readUInt64(after, at) : after.readUInt32LE(at));
      const agrees =
        after.readUInt32LE(start) === entry.crc32 &&
        readSize(start + 4) === entry.packedSize &&
        readSize(start + 4 + sizeBytes) === entry.size;
      if (agrees) agreeing.push(length);
    }
  return agreeing.includes(room) ? room : (agreeing[0] ?? null);
}
