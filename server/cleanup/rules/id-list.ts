import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * Packs ascending ids into short text: differences as variable-length numbers (seven bits a byte, lowest first),
 * deflated, in base64. A million ids that follow each other closely take some kilobytes.
 * @throws RangeError when they do not ascend
 */
export function packIds(ids: readonly number[]): string {
  const bytes = Buffer.alloc(ids.length * 5);
  let length = 0;
  let last = 0;
  for (const id of ids) {
    let difference = id - last;
    if (!(difference > 0)) throw new RangeError(`ids must ascend: ${id} follows ${last}`);
    for (; difference > 127; difference = Math.floor(difference / 128)) bytes[length++] = (difference % 128) | 128;
    bytes[length++] = difference;
    last = id;
  }
  return deflateRawSync(bytes.subarray(0, length), { level: 6 }).toString('base64');
}

/** The ids of a text of `packIds`. @throws when the text was not made there */
export function unpackIds(text: string): number[] {
  const ids: number[] = [];
  let last = 0;
  let difference = 0;
  let factor = 1;
  for (const byte of inflateRawSync(Buffer.from(text, 'base64'))) {
    difference += (byte & 127) * factor;
    factor *= 128;
    if (byte > 127) continue;
    last += difference;
    ids.push(last);
    difference = 0;
    factor = 1;
  }
  return ids;
}

/** SHA-256 (hex) of ids as a receipt states it: ascending, in decimal, each followed by a line feed. */
export class IdHash {
  readonly #hash = createHash('sha256');

  add(ids: readonly number[]): void {
    if (ids.length > 0) this.#hash.update(`${ids.join('\n')}\n`);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
