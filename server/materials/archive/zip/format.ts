/** Numbers of the zip format (PKWARE's APPNOTE.TXT, 6.3.10) that several files here need. */

export const LOCAL_HEADER = 0x04034b50;
export const LOCAL_HEADER_BYTES = 30;
export const CENTRAL_HEADER = 0x02014b50;
export const CENTRAL_HEADER_BYTES = 46;
export const DATA_DESCRIPTOR = 0x08074b50;
export const END_RECORD = 0x06054b50;
export const END_RECORD_BYTES = 22;
export const ZIP64_END_RECORD = 0x06064b50;
export const ZIP64_END_RECORD_BYTES = 56;
export const ZIP64_LOCATOR = 0x07064b50;
export const ZIP64_LOCATOR_BYTES = 20;
export const ZIP64_EXTRA = 0x0001;
export const UNICODE_PATH_EXTRA = 0x7075;

/** In a 16 or 32 bit field: the value is in the zip64 record or extra field. */
export const IN_ZIP64_16 = 0xffff;
export const IN_ZIP64_32 = 0xffffffff;

export const STORED = 0;
export const DEFLATED = 8;
/** WinZip's AES encryption stands where the method would. */
export const AES_ENCRYPTED = 99;

export const FLAG_ENCRYPTED = 1 << 0;
export const FLAG_DESCRIPTOR = 1 << 3;
export const FLAG_PATCH = 1 << 5;
export const FLAG_STRONG_ENCRYPTION = 1 << 6;
export const FLAG_UTF8 = 1 << 11;
export const FLAG_MASKED_HEADERS = 1 << 13;

/** An entry of an archive: where its bytes are and what they must be. Sizes and offsets in bytes. */
export interface ZipEntry {
  /** Segments joined by `/`, without one at the end, otherwise as the archive spells it. */
  path: string;
  isDirectory: boolean;
  /** `STORED` or `DEFLATED` in an archive that is accepted. */
  method: number;
  crc32: number;
  packedSize: number;
  size: number;
  headerOffset: number;
  /** Where its data begins; known when the local header has been read. */
  dataOffset: number;
}

/** Where the central directory lies. Offsets in bytes. */
export interface DirectoryLocation {
  entries: number;
  offset: number;
  size: number;
}

/** Reads a 64 bit number; null when it is beyond what any file can be. */
export function readUInt64(bytes: Buffer, offset: number): number | null {
  const value = bytes.readBigUInt64LE(offset);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}

/** A signature as its four bytes stand in the file. */
export function signatureBytes(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}
