import {
  type inferParserType,
  parseAsInteger,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { ContextListQuery, ContextTimeField } from '@/contracts/contexts';

/** Times and orders; copies, because the contract's own lists would bring zod into the browser. */
export const TIME_FIELDS = ['createTime', 'updateTime', 'accessTime'] as const satisfies readonly ContextTimeField[];
const ORDERS = ['desc', 'asc'] as const;

/** Ages that move with the clock, in days: what was young then, and what people clean up. */
export const RANGES = ['last1', 'last7', 'last30', 'over30', 'over90', 'over180', 'over365'] as const;
export type ContextRange = (typeof RANGES)[number];
const DAY_MS = 86_400_000;

/** The whole state of the list. What is not in the URL is not remembered. */
export const contextParsers = {
  user: parseAsString,
  application: parseAsString,
  contextId: parseAsString,
  hasValues: parseAsStringLiteral(['true', 'false'] as const),
  /** Which time `range`, `from` and `to` are about. */
  timeField: parseAsStringLiteral(TIME_FIELDS).withDefault('accessTime'),
  range: parseAsStringLiteral(RANGES),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  sort: parseAsStringLiteral(TIME_FIELDS).withDefault('createTime'),
  order: parseAsStringLiteral(ORDERS).withDefault('desc'),
  pageSize: parseAsInteger.withDefault(50),
  cursor: parseAsString,
  /** Number of the context in the side panel. */
  open: parseAsString,
};

/** State of the list as read from the URL. */
export type ContextListState = inferParserType<typeof contextParsers>;

/** Values to set; null takes a parameter out of the URL. */
export type ContextListChange = { [Name in keyof ContextListState]?: ContextListState[Name] | null };

/** What the list can be narrowed by. */
export const CONTEXT_FILTERS = ['user', 'application', 'contextId', 'hasValues', 'time'] as const;
export type ContextFilterName = (typeof CONTEXT_FILTERS)[number];

const NO_TIME = { timeField: null, range: null, from: null, to: null } as const;

/** Values for the URL that remove a filter. */
export function without(name: ContextFilterName): ContextListChange {
  return { ...(name === 'time' ? NO_TIME : { [name]: null }), cursor: null };
}

/** Values for the URL that remove every filter. */
export const NO_FILTERS: ContextListChange = Object.assign({}, ...CONTEXT_FILTERS.map(without));

/** True when a filter is in force. */
export function isSet(state: ContextListState, name: ContextFilterName): boolean {
  if (name === 'time') return state.range !== null || state.from !== null || state.to !== null;
  return state[name] !== null;
}

/** True when anything narrows the list. */
export function isFiltered(state: ContextListState): boolean {
  return CONTEXT_FILTERS.some((name) => isSet(state, name));
}

/** The change that a click on the header of a column asks for. */
export function sortBy(state: ContextListState, by: string): ContextListChange {
  const sort = TIME_FIELDS.find((name) => name === by) ?? 'createTime';
  const opposite = state.order === 'asc' ? 'desc' : 'asc';
  return { sort, order: state.sort === sort ? opposite : 'desc', cursor: null };
}

/** Days of a range, and on which side of them it lies. */
export function daysOf(range: ContextRange): { days: number; side: 'last' | 'over' } {
  const side = range.startsWith('last') ? 'last' : 'over';
  return { days: Number(range.slice(4)), side };
}

/** The instants that bound the list's time at a moment. */
function boundsOf({ range, from, to }: ContextListState, now: Date): { start?: string; end?: string } {
  if (range === null) return { start: from?.toISOString(), end: to?.toISOString() };
  const { days, side } = daysOf(range);
  const instant = new Date(now.getTime() - days * DAY_MS).toISOString();
  return side === 'last' ? { start: instant } : { end: instant };
}

/** One page of the list as the API takes it. */
export function toListQuery(state: ContextListState, now: Date): Partial<ContextListQuery> {
  const { start, end } = boundsOf(state, now);
  return {
    user: state.user?.trim() || undefined,
    application: state.application?.trim() || undefined,
    contextId: state.contextId?.trim() || undefined,
    hasValues: state.hasValues ?? undefined,
    [`${state.timeField}Start`]: start,
    [`${state.timeField}End`]: end,
    sort: state.sort,
    order: state.order,
    pageSize: Math.min(Math.max(state.pageSize, 1), 200),
    cursor: state.cursor ?? undefined,
  };
}

const RULE_TIMES = { createTime: 'create', updateTime: 'update', accessTime: 'access' } as const;

/**
 * Address of a cleanup whose rule begins with what the list is narrowed by. `lost` names the filters that a rule cannot
 * have, so that nobody takes them for part of it.
 */
export function cleanupHref(state: ContextListState): { href: string; lost: ContextFilterName[] } {
  const parameters = new URLSearchParams();
  const set = (name: string, value: string | null | undefined) => value && parameters.set(name, value);
  set('users', state.user);
  set('applications', state.application);
  const isNumber = state.contextId !== null && /^\d+$/.test(state.contextId);
  if (isNumber) set('ids', state.contextId);
  const over = state.range !== null && daysOf(state.range).side === 'over' ? daysOf(state.range).days : null;
  if (isSet(state, 'time') && (over !== null || state.range === null)) {
    set('time', RULE_TIMES[state.timeField]);
    set('days', over?.toString());
    set('from', state.from?.toISOString());
    set('to', state.to?.toISOString());
  }
  const lost = CONTEXT_FILTERS.filter((name) => {
    if (name === 'hasValues') return state.hasValues !== null;
    if (name === 'contextId') return state.contextId !== null && !isNumber;
    return name === 'time' && state.range !== null && over === null;
  });
  return { href: parameters.size === 0 ? '/cleanup' : `/cleanup?${parameters}`, lost };
}

/** What the page of one context shows. */
export const CONTEXT_TABS = ['values', 'histories', 'listeners'] as const;

/** State of one context's page. */
export const contextDetailParsers = {
  tab: parseAsStringLiteral(CONTEXT_TABS).withDefault('values'),
  search: parseAsString,
  type: parseAsString,
  valuesCursor: parseAsString,
  historiesCursor: parseAsString,
  /** Value whose text is shown. */
  value: parseAsInteger,
};

/** What is looked at of a context. */
export type ContextView = inferParserType<typeof contextDetailParsers>;
