import { isUtf8 } from 'node:buffer';

/** How a log's bytes are to be read. `unknown`: nothing but ASCII was seen so far; each line is looked at by itself. */
export type Encoding = 'utf-8' | 'gbk' | 'utf-16le' | 'utf-16be' | 'unknown';

const gbk = new TextDecoder('gb18030', { fatal: true });

function isGbk(bytes: Uint8Array): boolean {
  try {
    gbk.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}

/** UTF-16 without a mark at its beginning: every other byte of mostly Latin text is zero. */
function utf16(sample: Buffer): Encoding | null {
  if (sample.length >= 2 && sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample.length >= 2 && sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  const end = Math.min(sample.length & ~1, 2048);
  if (end < 16) return null;
  const zeros = [0, 0];
  for (let index = 0; index < end; index++)
    if (sample[index] === 0) zeros[index & 1] = (zeros[index & 1] as number) + 1;
  const most = end / 2;
  const [even, odd] = zeros as [number, number];
  if (odd > most * 0.6 && even < most * 0.1) return 'utf-16le';
  return even > most * 0.6 && odd < most * 0.1 ? 'utf-16be' : null;
}

/** The sample without a character that its edges cut. */
function whole(sample: Buffer): Buffer {
  const first = sample.indexOf(0x0a);
  const last = sample.lastIndexOf(0x0a);
  return first >= 0 && last > first ? sample.subarray(first + 1, last) : sample;
}

/**
 * The encoding of a log, from samples of its beginning and its end. Damaged bytes in a text that is UTF-8 otherwise
 * leave it UTF-8; Chinese text that is none but is valid GBK is that.
 */
export function detectEncoding(beginning: Buffer, end: Buffer): Encoding {
  const wide = utf16(beginning);
  if (wide) return wide;
  const samples = [whole(beginning), whole(end)].filter((sample) => !isAscii(sample));
  if (samples.length === 0) return 'unknown';
  if (samples.some((sample) => isUtf8(sample))) return 'utf-8';
  return samples.every(isGbk) ? 'gbk' : 'utf-8';
}

/** The text of a line's bytes; what cannot be read in the encoding is U+FFFD. */
export function decodeLine(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'gbk' || (encoding === 'unknown' && !isUtf8(bytes))) {
    try {
      return gbk.decode(bytes);
    } catch {
      // Cut or damaged: as UTF-8 it shows at least what is ASCII.
    }
  }
  return bytes.toString('utf8');
}

let gbkTable: Map<string, Buffer> | null = null;

/** GBK bytes by character: there is only a decoder to make them from. */
function gbkBytes(): Map<string, Buffer> {
  if (gbkTable) return gbkTable;
  gbkTable = new Map();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const bytes = Buffer.from([lead, trail]);
      if (isGbk(bytes)) gbkTable.set(gbk.decode(bytes), bytes);
    }
  }
  return gbkTable;
}

/** A text in GBK; null when it has characters that GBK lacks. */
export function encodeGbk(text: string): Buffer | null {
  const parts: Buffer[] = [];
  for (const character of text) {
    const bytes = character.charCodeAt(0) < 0x80 ? Buffer.from(character) : gbkBytes().get(character);
    if (!bytes) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}
