/** What ends a line. */
export const NEWLINE = 0x0a;

/** How many newlines there are in bytes. */
export function countNewlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/** Where the line begins that holds the byte at a place: behind the newline ahead of it, or with the bytes. */
export function startOfLine(bytes: Buffer, at: number): number {
  // A search from before the beginning would begin at the end.
  return at === 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1;
}

/** Where the line ends that holds the byte at a place: behind its newline, or at `end`. */
export function endOfLine(bytes: Buffer, at: number, end = bytes.length): number {
  const newline = bytes.indexOf(NEWLINE, at);
  return newline < 0 || newline >= end ? end : newline + 1;
}
