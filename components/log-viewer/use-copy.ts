'use client';

import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { copiedText } from './line-text';
import type { LogLine } from './log-source';
import { domPoint, type TextPoint, textPoint } from './text-point';

interface CopyOptions {
  lines: readonly LogLine[];
  box: RefObject<HTMLElement | null>;
  rows: RefObject<HTMLElement | null>;
  showTimes: boolean;
  /** True when whole lines are selected by their numbers: one selection at a time. */
  linesSelected: boolean;
  /** Copies lines that are not all here. Columns are characters of the first and the last line. */
  onCopy: (from: LogLine, to: LogLine, columns: { start: number; end: number }) => void;
}

/** A selection of text by what it means: rows come and go while it is dragged, and take the browser's own with them. */
interface TextSelection {
  anchor: TextPoint;
  focus: TextPoint;
}

/** Keeps a text selection across rows that are not in the document any more, and copies what it means. */
export function useCopy({ lines, box, rows, showTimes, linesSelected, onCopy }: CopyOptions): void {
  const chosen = useRef<TextSelection | null>(null);
  const fresh = useRef(true);
  const applied = useRef<{ node: Node | null; offset: number } | null>(null);

  const changed = useEffectEvent(() => {
    const selection = document.getSelection();
    const list = rows.current;
    if (!selection || !list || selection.rangeCount === 0) return;
    if (applied.current?.node === selection.focusNode && applied.current.offset === selection.focusOffset) return;
    const focus = textPoint(list, lines, selection.focusNode, selection.focusOffset);
    if (fresh.current) {
      const anchor = textPoint(list, lines, selection.anchorNode, selection.anchorOffset);
      chosen.current = anchor && { anchor, focus: focus ?? anchor };
      fresh.current = anchor === null;
    } else if (chosen.current && focus) chosen.current = { ...chosen.current, focus };
  });

  const copy = useEffectEvent((event: ClipboardEvent) => {
    const selection = chosen.current;
    if (!selection || !box.current?.contains(document.activeElement ?? null)) return;
    const { anchor, focus } = selection;
    const [from, to] = isBefore(anchor, focus) ? [anchor, focus] : [focus, anchor];
    if (from.line === to.line && from.column === to.column) return;
    event.preventDefault();
    const first = lines.findIndex((line) => line.cursor === from.line.cursor);
    const last = lines.findIndex((line) => line.cursor === to.line.cursor);
    const columns = { start: from.column, end: to.column };
    if (first < 0 || last < 0) return onCopy(from.line, to.line, columns);
    const texts = lines.slice(first, last + 1).map((line) => copiedText(line, showTimes));
    event.clipboardData?.setData('text/plain', cutEnds(texts, columns).join('\n'));
  });

  const start = useEffectEvent((event: PointerEvent) => {
    if (event.shiftKey || event.button !== 0) return;
    chosen.current = null;
    applied.current = null;
    fresh.current = true;
  });

  useEffect(() => {
    const element = box.current;
    element?.addEventListener('pointerdown', start);
    document.addEventListener('selectionchange', changed);
    document.addEventListener('copy', copy);
    return () => {
      element?.removeEventListener('pointerdown', start);
      document.removeEventListener('selectionchange', changed);
      document.removeEventListener('copy', copy);
    };
  }, [box]);

  useEffect(() => {
    if (!linesSelected || !chosen.current) return;
    chosen.current = null;
    document.getSelection()?.removeAllRanges();
  }, [linesSelected]);

  useLayoutEffect(() => {
    const selection = document.getSelection();
    const list = rows.current;
    if (!chosen.current || !selection || !list) return;
    const { anchor, focus } = chosen.current;
    if (anchor.line === focus.line && anchor.column === focus.column) return;
    const from = domPoint(list, lines, anchor);
    const to = domPoint(list, lines, focus);
    if (!from || !to) return;
    if (from.beyond !== 0 && from.beyond === to.beyond) {
      // All of it is out of sight; it comes back with its rows.
      selection.removeAllRanges();
      return;
    }
    applied.current = { node: to.node, offset: to.offset };
    selection.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  }, [lines, rows]);
}

function isBefore(one: TextPoint, other: TextPoint): boolean {
  if (one.line.position !== other.line.position) return one.line.position < other.line.position;
  return one.column <= other.column;
}

/** Texts of lines without what is ahead of and behind a selection. */
export function cutEnds(texts: string[], columns: { start: number; end: number }): string[] {
  const last = texts.length - 1;
  return texts.map((text, at) => text.slice(at === 0 ? columns.start : 0, at === last ? columns.end : undefined));
}
