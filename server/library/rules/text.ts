/** A text cut to what a column of so many characters takes; databases count code points. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return Array.from(text).slice(0, most).join('');
}
