import { inflateRawSync } from 'node:zlib';

/** An entry as a reader finds it that trusts everything: the opposite of ours, to compare it with. */
export interface ListedEntry {
  name: string;
  content: Buffer;
  mode: number;
  time: number;
  extraBytes: number;
}

/** Lists a small, sound zip by its central directory, in its order. */
export function listZip(zip: Buffer): ListedEntry[] {
  const end = zip.length - 22;
  const entries: ListedEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
    const extraBytes = zip.readUInt16LE(at + 30);
    const local = zip.readUInt32LE(at + 42);
    const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(data, data + zip.readUInt32LE(at + 20));
    entries.push({
      name: zip.toString('utf8', at + 46, nameEnd),
      content: zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed,
      mode: zip.readUInt16LE(at + 40),
      time: zip.readUInt32LE(at + 12),
      extraBytes,
    });
    at = nameEnd + extraBytes + zip.readUInt16LE(at + 32);
  }
  return entries;
}
