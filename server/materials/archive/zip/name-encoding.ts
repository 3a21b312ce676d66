import { crc32 } from 'node:zlib';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const gbk = new TextDecoder('gbk', { fatal: true });
/** Where decoders put bytes that GBK gives no character, 0xff among them: no name has these. */
const PRIVATE_USE = /[\ue000-\uf8ff]/;
/** Version byte and CRC-32 that an Info-ZIP unicode path begins with. */
const UNICODE_PATH_HEAD = 5;

/** A name as text and how it was written, or what is wrong with its bytes. */
export type DecodedName = { name: string; encoding: 'utf-8' | 'gbk' } | { problem: string };

function decode(decoder: TextDecoder, bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * The name that Info-ZIP's field 0x7075 gives. Its CRC-32 must be that of the header's name: other readers fall back to
 * that one when it is not, so the archive would hold different things for different readers.
 */
function unicodeName(nameBytes: Buffer, field: Buffer): DecodedName {
  if (field.length < UNICODE_PATH_HEAD || field.readUInt8(0) !== 1)
    return { problem: 'carries a second, Unicode name in an unknown form' };
  if (field.readUInt32LE(1) !== crc32(nameBytes))
    return { problem: 'carries a second, Unicode name that belongs to another name' };
  const name = decode(utf8, field.subarray(UNICODE_PATH_HEAD));
  return name === null ? { problem: 'carries a Unicode name that is not UTF-8' } : { name, encoding: 'utf-8' };
}

/**
 * Decodes the name of an entry: a Unicode path field, else UTF-8, else, unless the entry claims to be UTF-8, GBK, as
 * Chinese Windows writes it. GBK is a guess that the caller warns about; text in another code page may decode as it too.
 * @param isMarkedUtf8 bit 11 of the entry's flags
 * @param unicodePath content of the extra field 0x7075
 */
export function decodeName(nameBytes: Buffer, isMarkedUtf8: boolean, unicodePath: Buffer | null): DecodedName {
  const plain = decode(utf8, nameBytes);
  if (isMarkedUtf8 && plain === null) return { problem: 'is marked as UTF-8 and is not' };
  if (unicodePath !== null) {
    const unicode = unicodeName(nameBytes, unicodePath);
    if (isMarkedUtf8 && 'name' in unicode && unicode.name !== plain)
      return { problem: 'has two different names, both in UTF-8' };
    return unicode;
  }
  if (plain !== null) return { name: plain, encoding: 'utf-8' };
  const chinese = decode(gbk, nameBytes);
  const isGbk = chinese !== null && !PRIVATE_USE.test(chinese);
  return isGbk ? { name: chinese, encoding: 'gbk' } : { problem: 'is neither UTF-8 nor GBK' };
}

/** The bytes of a name that cannot be decoded, for people: what is not ASCII as `\xNN`. */
export function spellBytes(nameBytes: Buffer): string {
  return nameBytes
    .subarray(0, 200)
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
