import type { ContextHistory, Context as ContextItem, ContextListener, ContextValue } from '@/contracts/contexts';
import type { Context } from '@/server/platform/context';
import type { ListedHistory, ListedListener, ListedValue } from './console/store';
import { haidOfRow } from './ids/service';
import type { ContextRow } from './ids/store';
import { readKeywords } from './rules/keywords';

/** A column's time; rows that Linkis wrote always have one. */
function isoOf(context: Context, text: string): string {
  return context.database.isoFromColumnTime(text) ?? new Date(0).toISOString();
}

function timesOf(context: Context, row: Pick<ContextRow, 'createTime' | 'updateTime' | 'accessTime'>) {
  return {
    createTime: isoOf(context, row.createTime),
    updateTime: isoOf(context, row.updateTime),
    accessTime: isoOf(context, row.accessTime),
  };
}

/** A row as the console's lists show it. */
export function toContextItem(context: Context, row: ContextRow, values: number): ContextItem {
  return {
    id: row.id,
    contextId: haidOfRow(context, row),
    user: row.user,
    application: row.application,
    ...timesOf(context, row),
    values,
  };
}

/** A value without its text. */
export function toValueItem(context: Context, row: ListedValue): ContextValue {
  return {
    id: row.id,
    key: row.key,
    contextType: row.contextType,
    contextScope: row.contextScope,
    sizeBytes: row.sizeBytes,
    keywords: readKeywords(row.keywords),
    ...timesOf(context, row),
  };
}

/** A text up to a bound, of which one character more was read. */
export function cutText(text: string | null, longest: number): { text: string | null; truncated: boolean } {
  // Databases count characters, of which some are two units here.
  const characters = text === null || text.length <= longest ? null : Array.from(text);
  if (!characters || characters.length <= longest) return { text, truncated: false };
  return { text: characters.slice(0, longest).join(''), truncated: true };
}

/** A history with the beginning of its text. */
export function toHistoryItem(context: Context, row: ListedHistory, longest: number): ContextHistory {
  return {
    id: row.id,
    source: row.source,
    contextType: row.contextType,
    ...cutText(row.text, longest),
    createTime: isoOf(context, row.createTime),
    updateTime: isoOf(context, row.updateTime),
  };
}

/** A listener. */
export function toListenerItem(context: Context, row: ListedListener): ContextListener {
  return { ...row, createTime: isoOf(context, row.createTime) };
}
