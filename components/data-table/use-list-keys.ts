'use client';

import { type RefObject, useEffect, useEffectEvent } from 'react';

interface ListKeys {
  listRef: RefObject<HTMLElement | null>;
  /** Without it the list has no filter. */
  onFocusFilter?: () => void;
  /**
   * Without it the list has no side panel.
   * @param row key of the row
   */
  onPeek?: (row: string) => void;
  onClose?: () => void;
  onHelp?: () => void;
  panelOpen?: boolean;
}

/**
 * Keys of the list: `/` filter, `j`/`k` rows, `o` side panel, `Escape` close, `?` help. Rows are moved through by
 * focusing their links, so that `Enter` opens by itself and screen readers follow.
 */
export function useListKeys({ listRef, onFocusFilter, onPeek, onClose, onHelp, panelOpen = false }: ListKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isBusyElsewhere(event.target))
      return;
    const current = document.activeElement?.closest<HTMLElement>('tr[data-row]') ?? null;
    switch (event.key) {
      case '/':
        if (onFocusFilter) event.preventDefault();
        return onFocusFilter?.();
      case '?':
        return onHelp?.();
      case 'j':
      case 'k': {
        const row = neighbour(listRef.current, current, event.key === 'j' ? 1 : -1);
        row?.querySelector<HTMLElement>('[data-row-link]')?.focus();
        row?.scrollIntoView({ block: 'nearest' });
        if (panelOpen && row?.dataset.row) onPeek?.(row.dataset.row);
        return;
      }
      case 'o':
        if (current?.dataset.row) onPeek?.(current.dataset.row);
        return;
      case 'Escape':
        return onClose?.();
    }
  });
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Typing, and open menus and dialogs, keep their keys. */
function isBusyElsewhere(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : null;
  if (element?.closest('input, textarea, select, [contenteditable], [role="menu"], dialog')) return true;
  return document.querySelector('dialog[open], [data-position][role="dialog"]') !== null;
}

function neighbour(list: HTMLElement | null, current: HTMLElement | null, step: 1 | -1): HTMLElement | null {
  const rows = [...(list?.querySelectorAll<HTMLElement>('tr[data-row]') ?? [])];
  if (!current || !rows.includes(current)) {
    const open = rows.findIndex((row) => row.dataset.selected !== undefined);
    return rows[open < 0 ? 0 : Math.min(Math.max(open + step, 0), rows.length - 1)] ?? null;
  }
  return rows[rows.indexOf(current) + step] ?? current;
}
