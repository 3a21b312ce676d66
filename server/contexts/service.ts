import type { z } from 'zod';
import type {
  ContextDetail,
  ContextListQuery,
  ContextValueDetail,
  listContextHistories,
  listContextListeners,
  listContexts,
  listContextValues,
} from '@/contracts/contexts';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { type Download, downloadOf, type Wish } from '@/server/platform/http/download';
import { changeContext, findUsable, isNamed } from './access';
import {
  countBelongings,
  countContexts,
  countHistories,
  countListedValues,
  countValueListeners,
  countValues,
  findContextPage,
  findHistoryPage,
  findListeners,
  findValuePage,
  type ListFilter,
} from './console/store';
import { removeFound } from './ids/service';
import { type ContextRow, findContext } from './ids/store';
import { visibleUser } from './policy';
import { classNameOf } from './rules/context-id';
import { decodeHaid, isNumeric, toContextNumber } from './rules/haid';
import { cutPage, listKey, readPosition } from './rules/paging';
import { TIME_BOUND_NAMES, type TimeRange } from './rules/time-range';
import { cutText, toContextItem, toHistoryItem, toListenerItem, toValueItem } from './serializer';
import { findValuesById, removeValues } from './values/store';

/** Counts are exact up to here. */
const COUNTED = 10_000;
const bounded = (count: number) => ({ count: Math.min(count, COUNTED), exact: count <= COUNTED });

/** Column texts of bounds that are given as instants; both ends count, and columns hold whole seconds. */
function rangeOf(context: Context, query: ContextListQuery): TimeRange {
  const range: TimeRange = {};
  for (const name of TIME_BOUND_NAMES) {
    const given = query[name];
    if (given === undefined) continue;
    const seconds = Date.parse(given) / 1000;
    const whole = name.endsWith('Start') ? Math.ceil(seconds) : Math.floor(seconds);
    range[name] = context.database.toColumnTime(new Date(whole * 1000));
  }
  return range;
}

/** The number of the context that a filter names; null when it names none. */
async function numberFor(context: Context, text: string): Promise<number | null> {
  if (isNumeric(text)) return toContextNumber(text);
  const haid = decodeHaid(text);
  const row = haid && (await findContext(context.database, haid.id));
  return row && isNamed(context, row, haid) ? row.id : null;
}

async function filterOf(context: Context, query: ContextListQuery): Promise<ListFilter | null> {
  const only = visibleUser(context);
  if (only !== null && query.user !== undefined && query.user !== only) return null;
  const id = query.contextId === undefined ? undefined : await numberFor(context, query.contextId);
  if (id === null) return null;
  return {
    range: rangeOf(context, query),
    user: only ?? query.user,
    application: query.application,
    id,
    hasValues: query.hasValues === undefined ? undefined : query.hasValues === 'true',
  };
}

/** A page of the contexts that the actor may see. @throws AppError invalid_input (cursor) */
export async function findContextList(
  context: Context,
  query: ContextListQuery,
): Promise<z.input<(typeof listContexts)['data']>> {
  const { database } = context;
  const filter = await filterOf(context, query);
  if (!filter) return { items: [], total: bounded(0), nextCursor: null, previousCursor: null };
  const { sort, order, pageSize } = query;
  const key = listKey('contexts', filter, sort, order);
  const after = readPosition(query.cursor, key);
  const opposite = order === 'asc' ? 'desc' : 'asc';
  const [found, total] = await Promise.all([
    findContextPage(database, {
      filter,
      sort,
      order: after?.direction === 'previous' ? opposite : order,
      size: pageSize + 1,
      after,
    }),
    countContexts(database, filter, COUNTED + 1),
  ]);
  const { rows, ...cursors } = cutPage(found, pageSize, after, key, (row) => row[sort]);
  const values = await countValues(
    database,
    rows.map(({ id }) => id),
  );
  return {
    items: rows.map((row) => toContextItem(context, row, values.get(row.id) ?? 0)),
    total: bounded(total),
    ...cursors,
  };
}

const unknown = (id: number) => new AppError('not_found', `There is no context ${id}, or it is not yours to see.`);

async function needContext(context: Context, id: number): Promise<ContextRow> {
  const row = await findUsable(context, { id });
  if (!row) throw unknown(id);
  return row;
}

/** One context with counts of what it holds. @throws AppError not_found */
export async function readContextDetail(context: Context, id: number): Promise<ContextDetail> {
  const { database } = context;
  const row = await needContext(context, id);
  const [values, belongings] = await Promise.all([countValues(database, [id]), countBelongings(database, id)]);
  return {
    ...toContextItem(context, row, values.get(id) ?? 0),
    instance: row.instance,
    backupInstance: row.backupInstance,
    className: classNameOf(row.source),
    expireType: row.expireType,
    expireTime: database.isoFromColumnTime(row.expireTime),
    ...belongings,
  };
}

/** Page of a list by id. */
interface IdPage {
  pageSize: number;
  cursor?: string;
}

/** A page of a context's values, without their texts. @throws AppError not_found, invalid_input (cursor) */
export async function findContextValues(
  context: Context,
  id: number,
  { pageSize, cursor, search, contextType }: IdPage & { search?: string; contextType?: string },
): Promise<z.input<(typeof listContextValues)['data']>> {
  const { database } = context;
  await needContext(context, id);
  const filter = { contextId: id, search, contextType };
  const key = listKey('values', filter);
  const after = readPosition(cursor, key);
  const [found, total] = await Promise.all([
    findValuePage(database, filter, { after, size: pageSize + 1, characters: 0 }),
    countListedValues(database, filter, COUNTED + 1),
  ]);
  const { rows, ...cursors } = cutPage(found, pageSize, after, key);
  return { items: rows.map((row) => toValueItem(context, row)), total: bounded(total), ...cursors };
}

/** Characters of a value's text that one answer shows. */
const SHOWN_CHARACTERS = 2 ** 18;

const unknownValue = (id: number, valueId: number) =>
  new AppError('not_found', `Context ${id} has no value ${valueId}; it may have been removed meanwhile.`);

/** One value with the beginning of its text. @throws AppError not_found */
export async function readContextValue(context: Context, id: number, valueId: number): Promise<ContextValueDetail> {
  const { database } = context;
  await needContext(context, id);
  const page = { after: null, size: 1, characters: SHOWN_CHARACTERS + 1 };
  const [row] = await findValuePage(database, { contextId: id, id: valueId }, page);
  if (!row) throw unknownValue(id, valueId);
  return {
    ...toValueItem(context, row),
    ...cutText(row.text, SHOWN_CHARACTERS),
    listeners: await countValueListeners(database, valueId),
  };
}

/** The whole text of a value as a file. @throws AppError not_found, range_not_satisfiable */
export async function downloadContextValue(
  context: Context,
  id: number,
  valueId: number,
  wish: Wish,
): Promise<Download> {
  const { database } = context;
  await needContext(context, id);
  const [row] = await findValuePage(database, { contextId: id, id: valueId }, { after: null, size: 1, characters: 0 });
  const value = row && (await findValuesById(database, [valueId])).get(valueId);
  if (!row || !value) throw unknownValue(id, valueId);
  const bytes = Buffer.from(value.value ?? '');
  async function* stream(start: number, end: number) {
    yield bytes.subarray(start, end);
  }
  const identity = `${valueId}-${row.updateTime.replace(/\D/g, '')}-${bytes.length}`;
  return downloadOf(
    { size: bytes.length, stream },
    { identity, fileName: `context-${id}-value-${valueId}.json` },
    wish,
  );
}

/** Characters of a history's text that lists show. */
const HISTORY_CHARACTERS = 2 ** 14;

/** A page of a context's histories. @throws AppError not_found, invalid_input (cursor) */
export async function findContextHistories(
  context: Context,
  id: number,
  { pageSize, cursor }: IdPage,
): Promise<z.input<(typeof listContextHistories)['data']>> {
  const { database } = context;
  await needContext(context, id);
  const key = listKey('histories', id);
  const after = readPosition(cursor, key);
  const [found, total] = await Promise.all([
    findHistoryPage(database, id, { after, size: pageSize + 1, characters: HISTORY_CHARACTERS + 1 }),
    countHistories(database, id, COUNTED + 1),
  ]);
  const { rows, ...cursors } = cutPage(found, pageSize, after, key);
  const items = rows.map((row) => toHistoryItem(context, row, HISTORY_CHARACTERS));
  return { items, total: bounded(total), ...cursors };
}

const SHOWN_LISTENERS = 1000;

/** Listeners of a context and of its values. @throws AppError not_found */
export async function findContextListeners(
  context: Context,
  id: number,
): Promise<z.input<(typeof listContextListeners)['data']>> {
  await needContext(context, id);
  const found = await findListeners(context.database, id, SHOWN_LISTENERS + 1);
  const items = found.slice(0, SHOWN_LISTENERS).map((row) => toListenerItem(context, row));
  return { items, truncated: found.length > SHOWN_LISTENERS };
}

/** Removes a context with all that it has. @throws AppError not_found */
export async function removeContext(context: Context, id: number): Promise<{ id: number }> {
  if (!(await removeFound(context, await needContext(context, id)))) throw unknown(id);
  return { id };
}

/** Removes one value; its context counts as changed. @throws AppError not_found */
export async function removeContextValue(context: Context, id: number, valueId: number): Promise<{ id: number }> {
  const { database } = context;
  const row = await needContext(context, id);
  const [value] = await findValuePage(
    database,
    { contextId: id, id: valueId },
    { after: null, size: 1, characters: 0 },
  );
  if (!value) throw unknownValue(id, valueId);
  const detail = { key: value.key, contextType: value.contextType };
  await changeContext(context, row, { action: 'contexts.removeValue', detail }, async (on) => {
    if ((await removeValues(database, on, { contextId: id, id: valueId })) === 0) throw unknownValue(id, valueId);
    return true;
  });
  return { id: valueId };
}
