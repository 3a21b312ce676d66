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

const FORM = '0000-00-00 00:00:00';

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Whether an entry begins here: `yyyy-MM-dd HH:mm:ss.SSS`, as Linkis' engines write it. */
export function beginsEntry({ bytes }: RawLine): boolean {
  if (bytes.length < FORM.length + 4 || !isDigit(bytes[0])) return false;
  for (let index = 0; index < FORM.length; index++) {
    const form = FORM.charCodeAt(index);
    if (form === 0x30 ? !isDigit(bytes[index]) : bytes[index] !== form) return false;
  }
  const [first, second, third] = bytes.subarray(FORM.length + 1);
  return isDigit(first) && isDigit(second) && isDigit(third);
}

const hasOne = (line: RawLine, words: readonly Buffer[]) => words.some((word) => line.bytes.includes(word));

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
