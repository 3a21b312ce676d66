import type { LogLine } from './log-source';

/** A place in the text of a line. */
export interface TextPoint {
  line: LogLine;
  column: number;
}

/** What a place in the document means; null when it is in no line. */
export function textPoint(
  list: HTMLElement,
  lines: readonly LogLine[],
  node: Node | null,
  offset: number,
): TextPoint | null {
  if (!node || !list.contains(node)) return null;
  if (node === list) {
    const line = lines[Math.min(offset, lines.length - 1)];
    return line ? { line, column: offset >= lines.length ? Number.MAX_SAFE_INTEGER : 0 } : null;
  }
  const row = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>('[data-row]');
  const line = lines.find(({ cursor }) => cursor === row?.dataset.row);
  const text = row?.querySelector('[data-text]');
  if (!line || !text) return null;
  if (!text.contains(node)) return { line, column: offset === 0 ? 0 : (text.textContent?.length ?? 0) };
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, offset);
  return { line, column: range.toString().length };
}

/** Where a place in the text is in the document; `beyond` when its line is not there: −1 ahead of, 1 behind the rows. */
export function domPoint(
  list: HTMLElement,
  lines: readonly LogLine[],
  point: TextPoint,
): { node: Node; offset: number; beyond: -1 | 0 | 1 } | null {
  const first = lines[0];
  const last = lines.at(-1);
  if (!first || !last) return null;
  if (point.line.position < first.position) return { node: list, offset: 0, beyond: -1 };
  if (point.line.position > last.position) return { node: list, offset: list.childNodes.length, beyond: 1 };
  const index = lines.findIndex(({ cursor }) => cursor === point.line.cursor);
  const text = list.children[index]?.querySelector('[data-text]');
  if (!text) return null;
  let rest = point.column;
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (rest <= length) return { node, offset: rest, beyond: 0 };
    rest -= length;
  }
  return { node: text, offset: text.childNodes.length, beyond: 0 };
}
