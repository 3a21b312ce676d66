import type { RawLine } from './lines';

/** Most lines that belong to the entry of the line before them; what follows stands for itself. */
export const MOST_CONTINUATION_LINES = 500;

/** Which lines are wanted, by words in them; case counts. */
export interface KeywordFilter {
  /** Entries that have one of these; all when there are none. */
  only: readonly Buffer[];
  /** Lines that have one of these are left out, and with them what follows of their entries. */
  ignore: readonly Buffer[];
}

/** `0` stands for a digit, `.` for anything. */
const FORM = Buffer.from('0000-00-00 00:00:00.000');
const ZERO = 0x30;
const ANYTHING = 0x2e;

/** Whether an entry begins here: `yyyy-MM-dd HH:mm:ss.SSS`, as Linkis' engines write it. */
export function beginsEntry({ bytes }: RawLine): boolean {
  if (bytes.length < FORM.length) return false;
  for (let index = 0; index < FORM.length; index++) {
    const form = FORM[index];
    const byte = bytes[index] as number;
    if (form === ZERO ? byte < 0x30 || byte > 0x39 : form !== ANYTHING && byte !== form) return false;
  }
  return true;
}

function hasOne(line: RawLine, words: readonly Buffer[]): boolean {
  for (const word of words) if (line.bytes.includes(word)) return true;
  return false;
}

/** Which lines of one entry stay. */
function keepOfEntry(entry: readonly RawLine[], filter: KeywordFilter): number {
  const cut = entry.findIndex((line) => hasOne(line, filter.ignore));
  const left = cut < 0 ? entry.length : cut;
  if (filter.only.length === 0) return left;
  return entry.slice(0, left).some((line) => hasOne(line, filter.only)) ? left : 0;
}

/**
 * Which of these lines a filter leaves. The first of them must not belong to the entry of a line before it.
 * @returns for every line whether it stays
 */
export function keepLines(lines: readonly RawLine[], filter: KeywordFilter): boolean[] {
  const kept: boolean[] = [];
  for (let start = 0; start < lines.length; ) {
    let end = start + 1;
    if (beginsEntry(lines[start] as RawLine)) {
      const most = Math.min(lines.length, start + 1 + MOST_CONTINUATION_LINES);
      while (end < most && !beginsEntry(lines[end] as RawLine)) end++;
    }
    const left = keepOfEntry(lines.slice(start, end), filter);
    for (let index = start; index < end; index++) kept.push(index - start < left);
    start = end;
  }
  return kept;
}
