'use client';

import { useState } from 'react';

/** The state without the side panel; the same until something else changes, so that opening the panel draws only that. */
export function useListed<State extends { open: string | null }>(state: State): State {
  const listed = { ...state, open: null };
  const [kept, keep] = useState(listed);
  if (JSON.stringify(kept) === JSON.stringify(listed)) return kept;
  keep(listed);
  return listed;
}

/** Closes the side panel and gives the focus back to the row it was opened from. */
export function closePanel(list: HTMLElement | null, open: string | null, peek: (row: string | null) => void): void {
  if (open === null) return;
  peek(null);
  list?.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(open)}"] [data-row-link]`)?.focus();
}
