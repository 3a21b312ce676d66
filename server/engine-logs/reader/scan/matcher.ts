import { RE2JS } from 're2js';
import type { LogMatch } from '@/contracts/engine-logs';
import { type Encoding, encodeGbk } from '../encoding';

const NEWLINE = 0x0a;

/** Finds matches in bytes. */
export interface Matcher {
  /** Where the first match at or after `from` and before `end` is: a byte of a line that matches; -1 if there is none. */
  find(bytes: Buffer, from: number, end: number): number;
}

function literalMatcher(needles: readonly Buffer[]): Matcher {
  const [only] = needles;
  if (only && needles.length === 1)
    return {
      find: (bytes, from, end) => {
        const found = bytes.indexOf(only, from);
        return found >= 0 && found + only.length <= end ? found : -1;
      },
    };
  return {
    find: (bytes, from, end) => {
      let first = -1;
      for (const needle of needles) {
        const found = bytes.indexOf(needle, from);
        if (found >= 0 && found + needle.length <= end && (first < 0 || found < first)) first = found;
      }
      return first;
    },
  };
}

/**
 * ASCII text in any case: the text, with nothing special left in it, by the engine's own regular expressions, which
 * search such patterns with one pass.
 */
function caselessMatcher(text: string): Matcher {
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'gi');
  let known = { bytes: null as Buffer | null, start: 0, end: 0, text: '' };
  return {
    find: (bytes, from, end) => {
      if (known.bytes !== bytes || from < known.start || end !== known.end)
        known = { bytes, start: from, end, text: bytes.toString('latin1', from, end) };
      pattern.lastIndex = from - known.start;
      const match = pattern.exec(known.text);
      return match ? known.start + match.index : -1;
    },
  };
}

/** Blocks of this size are tried as a whole first: most have no match. */
const TRIED_BYTES = 64 << 10;

/** Line by line, after a look at many at once: what matches in a line matches in a block of lines, too. */
function regexMatcher(source: string, caseSensitive: boolean): Matcher {
  const flags = RE2JS.MULTILINE | (caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
  const pattern = RE2JS.compile(source, flags);
  // Of a text's beginning and end, that of the line is meant; in a block they would be the block's.
  const anchored = /\\[AzZ]/.test(source);
  const inLines = (bytes: Buffer, from: number, end: number): number => {
    for (let start = from; start < end; ) {
      const newline = bytes.indexOf(NEWLINE, start);
      let stop = newline < 0 || newline > end ? end : newline;
      const next = stop + 1;
      if (stop > start && bytes[stop - 1] === 0x0d) stop--;
      if (pattern.test(bytes.subarray(start, stop))) return start;
      start = next;
    }
    return -1;
  };
  return {
    find: (bytes, from, end) => {
      for (let start = from; start < end; ) {
        const newline = start + TRIED_BYTES < end ? bytes.indexOf(NEWLINE, start + TRIED_BYTES) : -1;
        const stop = newline < 0 || newline >= end ? end : newline + 1;
        if (anchored || pattern.test(bytes.subarray(start, stop))) {
          const found = inLines(bytes, start, stop);
          if (found >= 0) return found;
        }
        start = stop;
      }
      return -1;
    },
  };
}

/**
 * Makes the matcher of a query; null when there is none to match.
 * @throws Error with words for the person who asked, when a regular expression cannot be understood
 */
export function makeMatcher(
  { query, mode, caseSensitive }: Pick<LogMatch, 'query' | 'mode' | 'caseSensitive'>,
  encodings: readonly Encoding[],
): Matcher | null {
  if (query === undefined) return null;
  if (mode === 'regex') return regexMatcher(query, caseSensitive);
  const ascii = /^[\0-\x7f]*$/.test(query);
  if (!caseSensitive && ascii) return caselessMatcher(query);
  if (!caseSensitive) return regexMatcher(RE2JS.quote(query), false);
  const needles: Buffer[] = [Buffer.from(query, 'utf8')];
  const gbk =
    !ascii && encodings.some((encoding) => encoding === 'gbk' || encoding === 'unknown') ? encodeGbk(query) : null;
  if (gbk) needles.push(gbk);
  return literalMatcher(needles);
}
