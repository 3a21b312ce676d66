'use client';

import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import type { LogWindow } from './log-window';
import type { ViewSignal } from './view-signal';
import type { Aim, WindowState } from './window-state';

/** After this long without scrolling the drawn slice is centred on the view. */
const CALM_MILLIS = 140;

interface Scroller {
  window: LogWindow;
  state: WindowState;
  view: ViewSignal;
  box: RefObject<HTMLElement | null>;
  /** Holds one element per drawn line and nothing else. */
  rows: RefObject<HTMLElement | null>;
  /** True while the view keeps to the end as lines are added. */
  stuck: RefObject<boolean>;
  /** Anything that changes the height of lines. */
  layout: string;
}

/**
 * Scrolls natively through the drawn slice of a log and keeps the text where it is while the slice changes around it:
 * the first line in view is the anchor. Reads the layout once per frame and writes it once per change.
 */
export function useScroller({ window: log, state, view, box, rows, stuck, layout }: Scroller): void {
  const anchor = useRef<{ cursor: string; y: number } | null>(null);
  const aim = useRef<{ serial: number; pending: Aim | null }>({ serial: -1, pending: null });
  const lastTop = useRef(0);

  const look = useEffectEvent((calm: boolean) => {
    const element = box.current;
    const list = rows.current;
    if (!element || !list) return;
    const top = element.scrollTop;
    const height = element.clientHeight;
    lastTop.current = top;
    const first = rowAt(list, top);
    const last = rowAt(list, top + height - 1);
    const firstRow = list.children[first] as HTMLElement | undefined;
    const firstLine = state.lines[first];
    if (!firstRow || !firstLine) return;
    anchor.current = { cursor: firstLine.cursor, y: firstRow.offsetTop - top };
    const atBottom = state.atEnd && top + height >= element.scrollHeight - 3;
    view.set({
      first: firstLine,
      last: state.lines[last] ?? firstLine,
      top: positionAt(list, state, first, top, log.end.position),
      bottom: atBottom ? log.end.position : positionAt(list, state, last, top + height, log.end.position),
      atBottom,
    });
    log.see(first, last, calm);
  });

  const calm = useRef<ReturnType<typeof setTimeout>>(undefined);
  const rest = useEffectEvent(() => {
    clearTimeout(calm.current);
    calm.current = setTimeout(() => look(true), CALM_MILLIS);
  });

  const arrange = useEffectEvent(() => {
    const element = box.current;
    const list = rows.current;
    if (!element || !list) return;
    if (state.aim.serial !== aim.current.serial) {
      aim.current = { serial: state.aim.serial, pending: state.aim };
      stuck.current = state.aim.cursor === null;
    }
    const target = aim.current.pending;
    if (stuck.current && state.atEnd) element.scrollTop = element.scrollHeight;
    else if (target) element.scrollTop = aimedTop(element, list, state, target);
    else keepPlace(element, list, state, anchor.current);
    look(false);
    rest();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: all that moves lines; `layout` is what the style sheet does with them
  useLayoutEffect(() => arrange(), [state.lines, state.aim, state.atEnd, layout]);

  const settle = useEffectEvent(() => {
    const element = box.current;
    if (!element) return;
    if (Math.abs(element.scrollTop - lastTop.current) > 1) {
      aim.current.pending = null;
      stuck.current = state.atEnd && element.scrollTop + element.clientHeight >= element.scrollHeight - 3;
    }
    look(false);
  });
  const keep = useEffectEvent(() => {
    const element = box.current;
    if (element && stuck.current && state.atEnd) element.scrollTop = element.scrollHeight;
    look(true);
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let frame = 0;
    const onScroll = () => {
      if (frame === 0)
        frame = requestAnimationFrame(() => {
          frame = 0;
          settle();
        });
      rest();
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    const size = new ResizeObserver(() => keep());
    size.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      size.disconnect();
      cancelAnimationFrame(frame);
      clearTimeout(calm.current);
    };
  }, [box]);
}

/** Scrolls so that the anchor is as far from the top as it was. */
function keepPlace(
  element: HTMLElement,
  list: HTMLElement,
  state: WindowState,
  anchor: { cursor: string; y: number } | null,
): void {
  const index = state.lines.findIndex((line) => line.cursor === anchor?.cursor);
  const row = list.children[index] as HTMLElement | undefined;
  if (!row || !anchor || Math.abs(row.offsetTop - element.scrollTop - anchor.y) < 1) return;
  element.scrollTop = row.offsetTop - anchor.y;
}

/** Index of the row that covers a height; the first or last one beyond them. */
function rowAt(list: HTMLElement, height: number): number {
  let low = 0;
  let high = list.children.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = list.children[middle] as HTMLElement;
    if (row.offsetTop + row.offsetHeight > height) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Bytes of the log above a height inside a row, as if its bytes were spread evenly over it. */
function positionAt(list: HTMLElement, state: WindowState, index: number, height: number, end: number): number {
  const row = list.children[index] as HTMLElement | undefined;
  const line = state.lines[index];
  if (!row || !line) return 0;
  const part = Math.min(1, Math.max(0, (height - row.offsetTop) / Math.max(1, row.offsetHeight)));
  const next = state.lines[index + 1]?.position ?? Math.max(line.position, Math.min(end, line.position + 100));
  return line.position + part * (next - line.position);
}

function aimedTop(element: HTMLElement, list: HTMLElement, state: WindowState, target: Aim): number {
  const index = state.lines.findIndex((line) => line.cursor === target.cursor);
  const row = list.children[index] as HTMLElement | undefined;
  if (!row) return target.cursor === null ? element.scrollHeight : element.scrollTop;
  if (target.at === 'top') return index === 0 && state.atStart ? 0 : row.offsetTop;
  return row.offsetTop - (target.at === 'third' ? element.clientHeight * 0.3 : element.clientHeight - row.offsetHeight);
}
