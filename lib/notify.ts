/** A short message about something that was done. */
export interface Notice {
  id: number;
  text: string;
}

const SHOWN_MILLIS = 6_000;
let notices: readonly Notice[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Shows a short message in the corner for a few seconds. */
export function notify(text: string): void {
  lastId += 1;
  const id = lastId;
  change([...notices, { id, text }]);
  setTimeout(() => dismissNotice(id), SHOWN_MILLIS);
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
