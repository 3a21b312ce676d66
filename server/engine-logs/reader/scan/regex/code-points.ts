/** Ranges of code points, ascending, neither overlapping nor touching. */
export type Ranges = readonly (readonly [number, number])[];

const MOST = 0x10ffff;

/** Sorts ranges and joins those that overlap or touch. */
export function normalise(ranges: Ranges): Ranges {
  const joined: [number, number][] = [];
  for (const [low, high] of [...ranges].sort((left, right) => left[0] - right[0])) {
    const last = joined.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else joined.push([low, high]);
  }
  return joined;
}

/** Every other code point. */
export function complement(ranges: Ranges): Ranges {
  const rest: [number, number][] = [];
  let next = 0;
  for (const [low, high] of normalise(ranges)) {
    if (low > next) rest.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= MOST) rest.push([next, MOST]);
  return rest;
}

/** The ranges with the other case of their ASCII letters. */
export function withBothCases(ranges: Ranges): Ranges {
  const more: [number, number][] = [];
  for (const [low, high] of ranges) {
    const upper: [number, number] = [Math.max(low, 65), Math.min(high, 90)];
    const lower: [number, number] = [Math.max(low, 97), Math.min(high, 122)];
    if (upper[0] <= upper[1]) more.push([upper[0] + 32, upper[1] + 32]);
    if (lower[0] <= lower[1]) more.push([lower[0] - 32, lower[1] - 32]);
  }
  return normalise([...ranges, ...more]);
}

/** Bytes of a range at each place of a UTF-8 sequence. */
export type ByteSequence = [number, number][];

const LENGTHS = [0x7f, 0x7ff, 0xffff, MOST];

function encode(point: number): number[] {
  return [...Buffer.from(String.fromCodePoint(point))];
}

/** UTF-8 of a range of code points as sequences of byte ranges. */
export function utf8Sequences(low: number, high: number): ByteSequence[] {
  if (low > high) return [];
  // Surrogates have no UTF-8.
  if (low <= 0xdfff && high >= 0xd800) return [...utf8Sequences(low, 0xd7ff), ...utf8Sequences(0xe000, high)];
  const boundary = LENGTHS.find((last) => low <= last && last < high);
  if (boundary !== undefined) return [...utf8Sequences(low, boundary), ...utf8Sequences(boundary + 1, high)];
  // Cut where trailing bytes do not take all of their values.
  for (const bits of [6, 12, 18]) {
    const mask = (1 << bits) - 1;
    if ((low & ~mask) === (high & ~mask)) break;
    if ((low & mask) !== 0) return [...utf8Sequences(low, low | mask), ...utf8Sequences((low | mask) + 1, high)];
    if ((high & mask) !== mask)
      return [...utf8Sequences(low, (high & ~mask) - 1), ...utf8Sequences(high & ~mask, high)];
  }
  const [first, last] = [encode(low), encode(high)];
  return [first.map((byte, index) => [byte, last[index] as number])];
}
