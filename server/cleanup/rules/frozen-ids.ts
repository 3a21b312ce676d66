/** Ids of one part of a frozen set; all parts but the last are full. */
export const FROZEN_PART = 20_000;

/** Increasing ids → bytes: the differences, seven bits a byte, the lowest first. */
export function encodeIds(ids: readonly number[]): Buffer {
  const bytes: number[] = [];
  let last = 0;
  for (const id of ids) {
    if (!Number.isInteger(id) || id <= last) throw new Error(`id ${id} does not come after ${last}`);
    let difference = id - last;
    last = id;
    for (; difference >= 0x80; difference = Math.floor(difference / 0x80)) bytes.push((difference % 0x80) | 0x80);
    bytes.push(difference);
  }
  return Buffer.from(bytes);
}

/** Bytes → the ids. @throws Error when they end in the middle of one */
export function decodeIds(bytes: Uint8Array): number[] {
  const ids: number[] = [];
  let last = 0;
  let difference = 0;
  let place = 1;
  for (const byte of bytes) {
    difference += (byte & 0x7f) * place;
    if (byte >= 0x80) {
      place *= 0x80;
      continue;
    }
    last += difference;
    ids.push(last);
    difference = 0;
    place = 1;
  }
  if (place !== 1) throw new Error('the frozen ids are cut off');
  return ids;
}
