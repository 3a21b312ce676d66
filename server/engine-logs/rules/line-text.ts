/**
 * What a terminal would show of a line: progress bars return to its beginning (`\r`) and write over it. The last of
 * what was written stays.
 */
export function shownText(text: string): string {
  if (!text.includes('\r')) return text;
  const pieces = text.split('\r').filter((piece) => piece !== '');
  return pieces.at(-1) ?? '';
}
