import { inBlocks } from './blocks';
import {
  CENTRAL_HEADER,
  CENTRAL_HEADER_BYTES,
  DATA_DESCRIPTOR,
  DEFLATED,
  END_RECORD,
  END_RECORD_BYTES,
  FLAG_DESCRIPTOR,
  FLAG_UTF8,
  IN_ZIP64_16,
  IN_ZIP64_32,
  LOCAL_HEADER,
  LOCAL_HEADER_BYTES,
  STORED,
  ZIP64_END_RECORD,
  ZIP64_END_RECORD_BYTES,
  ZIP64_EXTRA,
  ZIP64_LOCATOR,
  ZIP64_LOCATOR_BYTES,
} from './zip/format';

/** How the bytes of a file are compressed already, by `STORED` or `DEFLATED`, and what they are. */
interface PackedContent {
  method: number;
  crc32: number;
  packedSize: number;
  size: number;
}

/** Something to be packed. The path of a directory ends with `/`, and nothing else of it matters. */
export interface PackItem {
  path: string;
  entry: PackedContent;
}

const NOTHING: PackedContent = { method: STORED, crc32: 0, packedSize: 0, size: 0 };

const isDirectory = (item: PackItem) => item.path.endsWith('/');
const contentOf = (item: PackItem) => (isDirectory(item) ? NOTHING : item.entry);

const DESCRIPTOR_BYTES = 16;
const VERSION = 20;
const VERSION_ZIP64 = 45;
const MADE_ON_UNIX = 3 << 8;
const FILE_ATTRIBUTES = 0o100644 * 0x10000;
const DIRECTORY_ATTRIBUTES = 0o040755 * 0x10000 + 0x10;
/** 1980-01-01, the first day of the format; times must not make equal contents different files. */
const DOS_DATE = (1 << 5) | 1;

/** A zip64 extra field of these numbers; none without any. */
function zip64Extra(values: readonly number[]): Buffer {
  if (values.length === 0) return Buffer.alloc(0);
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(ZIP64_EXTRA, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return extra;
}

const in32 = (value: number) => Math.min(value, IN_ZIP64_32);
const isBeyond32 = (value: number) => value >= IN_ZIP64_32;

/**
 * Whether sizes and checksum stand behind the data. Java writes compressed files so, and with it Linkis: a pack then has
 * the size that Linkis would show. Stored files must not have it, or Java's streaming reader refuses them.
 */
function hasDescriptor({ method, size, packedSize }: PackedContent): boolean {
  return method === DEFLATED && !isBeyond32(size) && !isBeyond32(packedSize);
}

/** What stands behind the data of an item; nothing where its header says it all. */
function dataDescriptor(content: PackedContent): Buffer {
  if (!hasDescriptor(content)) return Buffer.alloc(0);
  const descriptor = Buffer.alloc(DESCRIPTOR_BYTES);
  descriptor.writeUInt32LE(DATA_DESCRIPTOR, 0);
  descriptor.writeUInt32LE(content.crc32, 4);
  descriptor.writeUInt32LE(content.packedSize, 8);
  descriptor.writeUInt32LE(content.size, 12);
  return descriptor;
}

/** The fields that local and central headers share, from "version needed" to the length of the extra fields. */
function writeShared(
  header: Buffer,
  at: number,
  content: PackedContent,
  nameLength: number,
  extraLength: number,
): void {
  header.writeUInt16LE(extraLength > 0 ? VERSION_ZIP64 : VERSION, at);
  header.writeUInt16LE(hasDescriptor(content) ? FLAG_UTF8 | FLAG_DESCRIPTOR : FLAG_UTF8, at + 2);
  header.writeUInt16LE(content.method, at + 4);
  header.writeUInt16LE(0, at + 6);
  header.writeUInt16LE(DOS_DATE, at + 8);
  header.writeUInt32LE(content.crc32, at + 10);
  header.writeUInt32LE(in32(content.packedSize), at + 14);
  header.writeUInt32LE(in32(content.size), at + 18);
  header.writeUInt16LE(nameLength, at + 22);
  header.writeUInt16LE(extraLength, at + 24);
}

/** The header ahead of the data of an item. */
export function localHeader(item: PackItem): Buffer {
  const name = Buffer.from(item.path);
  const content = contentOf(item);
  const isLarge = isBeyond32(content.size) || isBeyond32(content.packedSize);
  const extra = zip64Extra(isLarge ? [content.size, content.packedSize] : []);
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  header.writeUInt32LE(LOCAL_HEADER, 0);
  writeShared(header, 4, content, name.length, extra.length);
  // Sizes and checksum are zero where a descriptor has them.
  if (hasDescriptor(content)) header.fill(0, 14, 26);
  if (isLarge) {
    // In a local header the format wants both sizes there or neither.
    header.writeUInt32LE(IN_ZIP64_32, 18);
    header.writeUInt32LE(IN_ZIP64_32, 22);
  }
  return Buffer.concat([header, name, extra]);
}

/** The record of an item in the central directory; `offset` is that of its local header. */
export function centralHeader(item: PackItem, offset: number): Buffer {
  const name = Buffer.from(item.path);
  const content = contentOf(item);
  const extra = zip64Extra([content.size, content.packedSize, offset].filter(isBeyond32));
  const header = Buffer.alloc(CENTRAL_HEADER_BYTES);
  header.writeUInt32LE(CENTRAL_HEADER, 0);
  header.writeUInt16LE(MADE_ON_UNIX | (extra.length > 0 ? VERSION_ZIP64 : VERSION), 4);
  writeShared(header, 6, content, name.length, extra.length);
  header.writeUInt32LE(isDirectory(item) ? DIRECTORY_ATTRIBUTES : FILE_ATTRIBUTES, 38);
  header.writeUInt32LE(in32(offset), 42);
  return Buffer.concat([header, name, extra]);
}

/** The end record, behind its zip64 form when a number needs it. */
export function endRecords(entries: number, directoryOffset: number, directorySize: number): Buffer {
  const end = Buffer.alloc(END_RECORD_BYTES);
  end.writeUInt32LE(END_RECORD, 0);
  end.writeUInt16LE(Math.min(entries, IN_ZIP64_16), 8);
  end.writeUInt16LE(Math.min(entries, IN_ZIP64_16), 10);
  end.writeUInt32LE(in32(directorySize), 12);
  end.writeUInt32LE(in32(directoryOffset), 16);
  if (entries < IN_ZIP64_16 && !isBeyond32(directoryOffset) && !isBeyond32(directorySize)) return end;
  const zip64 = Buffer.alloc(ZIP64_END_RECORD_BYTES);
  zip64.writeUInt32LE(ZIP64_END_RECORD, 0);
  zip64.writeBigUInt64LE(BigInt(ZIP64_END_RECORD_BYTES - 12), 4);
  zip64.writeUInt16LE(MADE_ON_UNIX | VERSION_ZIP64, 12);
  zip64.writeUInt16LE(VERSION_ZIP64, 14);
  for (const [index, value] of [entries, entries, directorySize, directoryOffset].entries())
    zip64.writeBigUInt64LE(BigInt(value), 24 + 8 * index);
  const locator = Buffer.alloc(ZIP64_LOCATOR_BYTES);
  locator.writeUInt32LE(ZIP64_LOCATOR, 0);
  locator.writeBigUInt64LE(BigInt(directoryOffset + directorySize), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([zip64, locator, end]);
}

async function* pieces<Item extends PackItem>(
  items: readonly Item[],
  packedBytesOf: (item: Item) => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  const offsets: number[] = [];
  let offset = 0;
  for (const item of items) {
    offsets.push(offset);
    const header = localHeader(item);
    yield header;
    if (!isDirectory(item)) yield* packedBytesOf(item);
    const descriptor = dataDescriptor(contentOf(item));
    if (descriptor.length > 0) yield descriptor;
    offset += header.length + contentOf(item).packedSize + descriptor.length;
  }
  let directorySize = 0;
  for (const [index, item] of items.entries()) {
    const header = centralHeader(item, offsets[index] ?? 0);
    directorySize += header.length;
    yield header;
  }
  yield endRecords(items.length, offset, directorySize);
}

/**
 * Packs items into a zip, in pieces of some hundred kilobytes. The same items in the same order make the same bytes: no
 * times, owners or permissions of theirs go in, only names, sizes and the compressed bytes as they are.
 * @param items sorted by the bytes of their paths, without doubles
 * @param packedBytesOf is asked once for each file, in order, for its bytes as its method compressed them; what it throws
 *   ends the packing
 */
export function packZip<Item extends PackItem>(
  items: readonly Item[],
  packedBytesOf: (item: Item) => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  return inBlocks(pieces(items, packedBytesOf));
}
