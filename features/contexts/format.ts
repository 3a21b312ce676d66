import type { Context } from '@/contracts/contexts';

/** Page of a context. */
export function contextHref({ id }: Pick<Context, 'id'>): string {
  return `/contexts/${id}`;
}

/** A context's external id, with its middle left out: the ends are what differs. */
function shortContextId(contextId: string): string {
  return contextId.length <= 26 ? contextId : `${contextId.slice(0, 12)}…${contextId.slice(-12)}`;
}

/** A context in a few characters: its external id, or its number. */
export function contextText({ id, contextId }: Pick<Context, 'id' | 'contextId'>): string {
  return contextId === null ? String(id) : shortContextId(contextId);
}

/** JSON with its structure shown; JSON within text of it too, as Linkis stores values. Anything else as it is. */
export function prettyText(text: string): string {
  const parsed = parsedJson(text);
  return parsed === undefined ? text : JSON.stringify(opened(parsed), null, 2);
}

/** Objects and arrays only; not where a number may have more digits than JavaScript keeps. */
function parsedJson(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text) || /\d{16,}/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

function opened(value: unknown): unknown {
  if (typeof value === 'string') return parsedJson(value) ?? value;
  if (Array.isArray(value)) return value.map(opened);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, opened(member)]));
}
