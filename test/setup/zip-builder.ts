import { crc32, deflateRawSync } from 'node:zlib';

/** Fields of a local or central header, to be made to lie. */
interface HeaderFields {
  name: Buffer;
  flags: number;
  method: number;
  crc32: number;
  packedSize: number;
  size: number;
  extra: Buffer;
}

export interface BuiltEntry {
  name: string | Buffer;
  content?: Buffer | string;
  method?: number;
  flags?: number;
  /** Unix mode with the type of file; 0o100644, or 0o040755 for names that end with a slash. */
  mode?: number;
  madeBySystem?: number;
  /** Lower half of the external attributes. */
  dosAttributes?: number;
  disk?: number;
  /** DOS time and date. */
  time?: number;
  /** Bytes in place of the compressed content. */
  packed?: Buffer;
  /** Sizes go behind the data, in one of the four forms. */
  descriptor?: { signed: boolean; wide: boolean };
  /** Sizes and offset go to zip64 fields, needed or not. */
  zip64?: boolean;
  /** Bytes ahead of the local header that belong to nothing. */
  gapBefore?: Buffer;
  local?: Partial<HeaderFields>;
  central?: Partial<HeaderFields> & { headerOffset?: number };
  /** Not in the central directory, or there without local header and data. */
  only?: 'local' | 'central';
}

export interface BuiltArchive {
  comment?: Buffer;
  prefix?: Buffer;
  beforeDirectory?: Buffer;
  beforeEnd?: Buffer;
  trailing?: Buffer;
  zip64?: boolean;
  /** What the end record claims instead of the truth. */
  end?: { entries?: number; offset?: number; size?: number; disk?: number };
}

const uint16 = (value: number) => Buffer.from([value & 0xff, (value >>> 8) & 0xff]);
const uint32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
const uint64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);

/** An extra field of this id. */
const extraField = (id: number, data: Buffer) => Buffer.concat([uint16(id), uint16(data.length), data]);

/** Info-ZIP's Unicode path of a name; `of` is the name that its checksum is taken of. */
export const unicodePath = (name: string, of: Buffer) =>
  extraField(0x7075, Buffer.concat([Buffer.from([1]), uint32(crc32(of)), Buffer.from(name)]));

function shared(fields: HeaderFields, time: number, zip64: boolean): Buffer {
  const size = (value: number) => (zip64 ? uint32(0xffffffff) : uint32(value));
  return Buffer.concat([
    uint16(zip64 ? 45 : 20),
    uint16(fields.flags),
    uint16(fields.method),
    uint32(time),
    uint32(fields.crc32),
    size(fields.packedSize),
    size(fields.size),
    uint16(fields.name.length),
    uint16(fields.extra.length),
  ]);
}

function descriptorOf(truth: HeaderFields, form: { signed: boolean; wide: boolean }): Buffer {
  const size = form.wide ? uint64 : uint32;
  const signature = form.signed ? uint32(0x08074b50) : Buffer.alloc(0);
  return Buffer.concat([signature, uint32(truth.crc32), size(truth.packedSize), size(truth.size)]);
}

/** Names given as bytes are not marked as UTF-8. */
const isBeyondAscii = (name: string | Buffer) => typeof name === 'string' && /[^\x20-\x7e]/.test(name);

const hidden = { crc32: 0, packedSize: 0, size: 0 };

/** The local record and the central record of an entry that begins at an offset. */
function buildEntry(entry: BuiltEntry, offset: number): { local: Buffer; central: Buffer } {
  const name = Buffer.from(entry.name);
  const isDirectory = name.at(-1) === 0x2f;
  const content = Buffer.from(entry.content ?? '');
  const method = entry.method ?? (isDirectory ? 0 : 8);
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(content) : content);
  const flags = (entry.flags ?? (isBeyondAscii(entry.name) ? 0x800 : 0)) | (entry.descriptor ? 8 : 0);
  const truth: HeaderFields = {
    name,
    flags,
    method,
    crc32: crc32(content),
    packedSize: packed.length,
    size: content.length,
    extra: Buffer.alloc(0),
  };
  const zip64 = entry.zip64 ?? false;
  const wide = (values: number[]) => (zip64 ? extraField(1, Buffer.concat(values.map(uint64))) : Buffer.alloc(0));
  const local = { ...truth, ...(entry.descriptor ? hidden : {}), ...entry.local };
  const central = { ...truth, ...entry.central };
  local.extra = Buffer.concat([local.extra, wide([local.size, local.packedSize])]);
  const headerOffset = entry.central?.headerOffset ?? offset;
  central.extra = Buffer.concat([central.extra, wide([central.size, central.packedSize, headerOffset])]);
  const time = entry.time ?? 0x00210000;
  const mode = entry.mode ?? (isDirectory ? 0o040755 : 0o100644);
  const dosAttributes = entry.dosAttributes ?? (isDirectory ? 0x10 : 0);
  return {
    local: Buffer.concat([
      uint32(0x04034b50),
      shared(local, time, zip64),
      local.name,
      local.extra,
      packed,
      entry.descriptor ? descriptorOf(truth, entry.descriptor) : Buffer.alloc(0),
    ]),
    central: Buffer.concat([
      uint32(0x02014b50),
      uint16(((entry.madeBySystem ?? 3) << 8) | 20),
      shared(central, time, zip64),
      uint16(0),
      uint16(entry.disk ?? 0),
      uint16(0),
      uint32(mode * 0x10000 + dosAttributes),
      uint32(zip64 ? 0xffffffff : headerOffset),
      central.name,
      central.extra,
    ]),
  };
}

/** Builds a zip byte by byte, true or lying, as the tests of the reader need it. */
export function buildZip(entries: readonly BuiltEntry[], archive: BuiltArchive = {}): Buffer {
  const parts: Buffer[] = [archive.prefix ?? Buffer.alloc(0)];
  const directory: Buffer[] = [];
  // Offsets count from where the first entry begins, as in an archive that something was put in front of.
  let offset = 0;
  const add = (part: Buffer) => {
    parts.push(part);
    offset += part.length;
  };
  for (const entry of entries) {
    add(entry.gapBefore ?? Buffer.alloc(0));
    const { local, central } = buildEntry(entry, offset);
    if (entry.only !== 'central') add(local);
    if (entry.only !== 'local') directory.push(central);
  }
  add(archive.beforeDirectory ?? Buffer.alloc(0));
  const truth = { entries: directory.length, offset, size: Buffer.concat(directory).length, disk: 0 };
  const end = { ...truth, ...archive.end };
  for (const central of directory) add(central);
  add(archive.beforeEnd ?? Buffer.alloc(0));
  if (archive.zip64) {
    const at = offset;
    const counts = [end.entries, end.entries, end.size, end.offset].map(uint64);
    add(Buffer.concat([uint32(0x06064b50), uint64(44), uint16(45), uint16(45), uint32(0), uint32(0), ...counts]));
    add(Buffer.concat([uint32(0x07064b50), uint32(0), uint64(at), uint32(1)]));
  }
  const comment = archive.comment ?? Buffer.alloc(0);
  const entries16 = uint16(archive.zip64 ? 0xffff : end.entries);
  add(
    Buffer.concat([
      uint32(0x06054b50),
      uint16(end.disk),
      uint16(end.disk),
      entries16,
      entries16,
      uint32(archive.zip64 ? 0xffffffff : end.size),
      uint32(archive.zip64 ? 0xffffffff : end.offset),
      uint16(comment.length),
      comment,
    ]),
  );
  add(archive.trailing ?? Buffer.alloc(0));
  return Buffer.concat(parts);
}

/** The entries of a small valid engine version, to be joined with what a test is about. */
export function engineEntries(type = 'spark', version = '2.4.3'): BuiltEntry[] {
  return [
    {
      name: `${type}/dist/${version}/conf/linkis-engineconn.properties`,
      content: 'wds.linkis.engineconn.debug=false\n',
    },
    { name: `${type}/dist/${version}/lib/a.jar`, content: 'content of a jar'.repeat(20) },
    { name: `${type}/plugin/${version}/linkis-engineplugin-${type}-1.9.0.jar`, content: 'plugin' },
  ];
}
