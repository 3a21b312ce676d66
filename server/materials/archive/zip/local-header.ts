import { readExtraFields } from './extra-fields';
import {
  FLAG_DESCRIPTOR,
  FLAG_ENCRYPTED,
  FLAG_MASKED_HEADERS,
  FLAG_PATCH,
  FLAG_STRONG_ENCRYPTION,
  FLAG_UTF8,
  IN_ZIP64_32,
  LOCAL_HEADER,
  LOCAL_HEADER_BYTES,
  readUInt64,
  type ZipEntry,
} from './format';
import { decodeName } from './name-encoding';

/** What the central directory says about an entry. */
export interface Listed {
  entry: ZipEntry;
  flags: number;
  /** The name as it stands there. */
  nameBytes: Buffer;
}

/** Flags that change how an entry is read; the others say how hard the packer tried. */
const MEANINGFUL_FLAGS =
  FLAG_ENCRYPTED | FLAG_DESCRIPTOR | FLAG_PATCH | FLAG_STRONG_ENCRYPTION | FLAG_UTF8 | FLAG_MASKED_HEADERS;

/** Length of a local header, or 0 when these bytes do not begin with one. */
export function localHeaderLength(bytes: Buffer): number {
  if (bytes.length < LOCAL_HEADER_BYTES || bytes.readUInt32LE(0) !== LOCAL_HEADER) return 0;
  return LOCAL_HEADER_BYTES + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
}

/** Flags and method that a local header names. */
export function localCompression(header: Buffer): { flags: number; method: number } {
  return { flags: header.readUInt16LE(6), method: header.readUInt16LE(8) };
}

/** Compares the sizes; with a descriptor behind the data, a header may leave them at zero. */
function disagreeingSize(header: Buffer, zip64: Buffer | null, { entry, flags }: Listed): string | null {
  const isOpen = (flags & FLAG_DESCRIPTOR) !== 0;
  let at = 0;
  const sizeAt = (offset: number): number | null => {
    const value = header.readUInt32LE(offset);
    if (value !== IN_ZIP64_32 || zip64 === null) return value;
    at += 8;
    return at <= zip64.length ? readUInt64(zip64, at - 8) : null;
  };
  const size = sizeAt(22);
  const packedSize = sizeAt(18);
  const crc = header.readUInt32LE(14);
  const agrees = (value: number | null, expected: number) => value === expected || (isOpen && value === 0);
  if (!agrees(size, entry.size)) return 'its size';
  if (!agrees(packedSize, entry.packedSize)) return 'its packed size';
  return agrees(crc, entry.crc32) ? null : 'its checksum';
}

/** Compares a Unicode path field of the local header with the name that was read. */
function hasOtherUnicodeName(unicodePath: Buffer | null, { entry, flags, nameBytes }: Listed): boolean {
  if (unicodePath === null) return false;
  const decoded = decodeName(nameBytes, (flags & FLAG_UTF8) !== 0, unicodePath);
  if ('problem' in decoded) return true;
  return decoded.name.replaceAll('\\', '/') !== (entry.isDirectory ? `${entry.path}/` : entry.path);
}

/**
 * Names what a local header says differently from the central directory; null when they agree. Readers follow one or the
 * other, so what differs would be one archive for some and another for others.
 * @param header all of it, as long as `localHeaderLength` says
 */
export function disagreement(header: Buffer, listed: Listed): string | null {
  const nameEnd = LOCAL_HEADER_BYTES + header.readUInt16LE(26);
  const { flags, method } = localCompression(header);
  if (!header.subarray(LOCAL_HEADER_BYTES, nameEnd).equals(listed.nameBytes)) return 'its name';
  if ((flags & MEANINGFUL_FLAGS) !== (listed.flags & MEANINGFUL_FLAGS)) return 'its flags';
  if (method !== listed.entry.method) return 'its compression method';
  const extra = readExtraFields(header.subarray(nameEnd));
  if (extra === null) return 'its extra fields, which are damaged';
  if (hasOtherUnicodeName(extra.unicodePath, listed)) return 'its Unicode name';
  return disagreeingSize(header, extra.zip64, listed);
}
