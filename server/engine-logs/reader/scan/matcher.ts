import { RE2JS } from 're2js';
import type { LogMatch } from '@/contracts/engine-logs';
import { type Encoding, encodeGbk } from '../encoding';
import { endOfLine, NEWLINE, startOfLine } from '../line-bytes';
import { LineAutomaton } from './regex/automaton';
import { parseRegex } from './regex/parse';
import { compileRegex, type RequiredText, requiredTexts } from './regex/program';

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

/** Bytes that are made a string at once: small enough to be forgotten as soon as they have been looked through. */
const PIECE_BYTES = 64 << 10;

const lower = (byte: number) => (byte >= 65 && byte <= 90 ? byte + 32 : byte);

/** True when the bytes at a place are these, but for the case of ASCII letters. */
function isAt(bytes: Buffer, at: number, wanted: Buffer): boolean {
  for (let index = 0; index < wanted.length; index++)
    if (lower(bytes[at + index] as number) !== lower(wanted[index] as number)) return false;
  return true;
}

/**
 * Texts whose ASCII letters may be of either case, as bytes: with nothing special left in them, by the language's own
 * regular expressions, which search such patterns with one pass. Those take bytes beyond ASCII for letters with cases,
 * too; what they find is looked at again.
 */
class CaselessMatcher implements Matcher {
  readonly #pattern: RegExp;
  #piece = { bytes: null as Buffer | null, start: 0, end: 0, text: '' };

  constructor(private readonly needles: readonly Buffer[]) {
    const escaped = needles.map((needle) => needle.toString('latin1').replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
    this.#pattern = new RegExp(escaped.join('|'), 'gi');
  }

  find(bytes: Buffer, from: number, end: number): number {
    for (let at = from; at < end; at = this.#piece.end) {
      const { bytes: known, start, end: stop } = this.#piece;
      if (known !== bytes || at < start || at >= stop || stop > end) this.#read(bytes, at, end);
      const found = this.#findInPiece(bytes, at);
      if (found >= 0) return found;
    }
    return -1;
  }

  /** Makes a string of the next lines. */
  #read(bytes: Buffer, start: number, end: number): void {
    const stop = endOfLine(bytes, Math.min(start + PIECE_BYTES, end), end);
    this.#piece = { bytes, start, end: stop, text: bytes.toString('latin1', start, stop) };
  }

  #findInPiece(bytes: Buffer, from: number): number {
    const { start, text } = this.#piece;
    this.#pattern.lastIndex = from - start;
    for (let match = this.#pattern.exec(text); match; match = this.#pattern.exec(text)) {
      const found = start + match.index;
      if (this.needles.some((needle) => isAt(bytes, found, needle))) return found;
      this.#pattern.lastIndex = match.index + 1;
    }
    return -1;
  }
}

/** Lines that hold what every match holds are found by that first, and only they are looked at. */
function behindTexts(required: Matcher, automaton: LineAutomaton): Matcher {
  return {
    find: (bytes, from, end) => {
      for (let at = from; at < end; ) {
        const candidate = required.find(bytes, at, end);
        if (candidate < 0) return -1;
        const start = Math.max(from, startOfLine(bytes, candidate));
        const stop = endOfLine(bytes, candidate, end);
        const found = automaton.find(bytes, start, stop);
        if (found >= 0) return found;
        at = stop;
      }
      return -1;
    },
  };
}

function textsMatcher(texts: readonly RequiredText[]): Matcher | null {
  if (texts.every(({ caseless }) => !caseless)) return literalMatcher(texts.map(({ text }) => Buffer.from(text)));
  const ascii = texts.every(({ text }) => /^[\0-\x7f]*$/.test(text));
  return ascii ? new CaselessMatcher(texts.map(({ text }) => Buffer.from(text))) : null;
}

/** Line by line with the library, which knows all of the syntax. */
function lineByLine(pattern: RE2JS): Matcher {
  return {
    find: (bytes, from, end) => {
      for (let start = from; start < end; ) {
        const next = endOfLine(bytes, start, end);
        let stop = next;
        if (stop > start && bytes[stop - 1] === NEWLINE) stop--;
        if (stop > start && bytes[stop - 1] === 0x0d) stop--;
        if (pattern.test(bytes.subarray(start, stop))) return start;
        start = next;
      }
      return -1;
    },
  };
}

/**
 * Regular expressions in RE2 syntax, in linear time: with our automaton over bytes, which reads hundreds of megabytes a
 * second, and with the library for the little that the automaton does not know.
 */
function regexMatcher(source: string, caseSensitive: boolean, encodings: readonly Encoding[]): Matcher {
  // Says what is wrong with the expression, if something is.
  const pattern = RE2JS.compile(source, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
  const tree = parseRegex(source, caseSensitive);
  const program = tree && compileRegex(tree, encodings.includes('gbk'));
  if (!program) return lineByLine(pattern);
  const automaton = new LineAutomaton(program);
  const texts = encodings.includes('gbk') ? null : requiredTexts(tree);
  const required = texts && textsMatcher(texts);
  return required ? behindTexts(required, automaton) : automaton;
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
  if (mode === 'regex') return regexMatcher(query, caseSensitive, encodings);
  const needles: Buffer[] = [Buffer.from(query, 'utf8')];
  const gbk = encodings.some((encoding) => encoding === 'gbk' || encoding === 'unknown') ? encodeGbk(query) : null;
  if (gbk && !needles[0]?.equals(gbk)) needles.push(gbk);
  if (caseSensitive) return literalMatcher(needles);
  // Of most scripts beyond ASCII letters have one form only, as in Chinese.
  const others = query.replace(/[\0-\x7f]/g, '');
  return others.toLowerCase() === others.toUpperCase()
    ? new CaselessMatcher(needles)
    : regexMatcher(RE2JS.quote(query), false, encodings);
}
