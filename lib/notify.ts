/** What a message offers: something to do, or a place to go. */
export type NoticeAction = { label: string; run: () => void } | { label: string; href: string };

/** A short message about something that was done. */
export interface Notice {
  id: number;
  text: string;
  action: NoticeAction | null;
}

const SHOWN_MILLIS = 6_000;
/** Long enough to decide: what can be taken back must not slip away. */
const SHOWN_MILLIS_WITH_ACTION = 20_000;
let notices: readonly Notice[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Shows a short message in the corner for a few seconds; longer when it offers something. */
export function notify(text: string, action: NoticeAction | null = null): void {
  lastId += 1;
  const id = lastId;
  change([...notices, { id, text, action }]);
  setTimeout(() => dismissNotice(id), action ? SHOWN_MILLIS_WITH_ACTION : SHOWN_MILLIS);
}

/** Takes a message away. */
export function dismissNotice(id: number): void {
  change(notices.filter((notice) => notice.id !== id));
}

/** The messages shown now; the same array until they change. */
export function currentNotices(): readonly Notice[] {
  return notices;
}

/** Calls back at every change; answers how to stop that. */
export function onNotices(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}
