import {
  type inferParserType,
  parseAsInteger,
  parseAsIsoDateTime,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { EngineRecordFilter, EngineRecordListQuery, TimeField } from '@/contracts/engine-history';
import { RELATIVE_RANGES, resolveRange } from './time-range';

/** Time columns; a copy, because the contract's own list would bring zod into the browser. */
export const TIME_FIELDS = ['createTime', 'usedTime', 'releaseTime'] as const satisfies readonly TimeField[];

const several = () => parseAsNativeArrayOf(parseAsString);

/** The whole state of the list. What is not in the URL is not remembered. */
export const listParsers = {
  status: several(),
  engineType: several(),
  engineVersion: several(),
  user: several(),
  creator: several(),
  ecm: several(),
  instance: several(),
  instancePart: parseAsString,
  ticket: parseAsString,
  label: parseAsString,
  timeField: parseAsStringLiteral(TIME_FIELDS).withDefault('createTime'),
  range: parseAsStringLiteral(RELATIVE_RANGES),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  sort: parseAsStringLiteral(TIME_FIELDS).withDefault('createTime'),
  order: parseAsStringLiteral(['desc', 'asc'] as const).withDefault('desc'),
  pageSize: parseAsInteger.withDefault(50),
  cursor: parseAsString,
  /** The moment that a relative range is counted from once paging has begun: a cursor belongs to fixed bounds. */
  at: parseAsIsoDateTime,
  /** Ticket of the engine in the side panel. */
  open: parseAsString,
};

/** State of the list as read from the URL. */
export type ListState = inferParserType<typeof listParsers>;

/** Filters that take several values and those that take one. */
export const LIST_FILTERS = ['status', 'engineType', 'engineVersion', 'user', 'creator', 'ecm', 'instance'] as const;
export const TEXT_FILTERS = ['instancePart', 'ticket', 'label'] as const;
export type ListFilterName = (typeof LIST_FILTERS)[number];
type TextFilterName = (typeof TEXT_FILTERS)[number];
export type FilterName = ListFilterName | TextFilterName;

/** Leaves the page that was reached; every change of filter or order starts at the first page again. */
export const FIRST_PAGE = { cursor: null, at: null } as const;

/** Values for the URL that remove every filter and the time range. */
export const NO_FILTERS = {
  status: null,
  engineType: null,
  engineVersion: null,
  user: null,
  creator: null,
  ecm: null,
  instance: null,
  instancePart: null,
  ticket: null,
  label: null,
  range: null,
  from: null,
  to: null,
  ...FIRST_PAGE,
} as const;

/** True when a time range narrows the list. */
function hasRange(state: ListState): boolean {
  return state.range !== null || state.from !== null || state.to !== null;
}

/** True when anything narrows the list. */
export function isFiltered(state: ListState): boolean {
  return hasFilters(state) || hasRange(state);
}

/** True when anything but the time range narrows the list. */
export function hasFilters(state: ListState): boolean {
  return LIST_FILTERS.some((name) => state[name].length > 0) || TEXT_FILTERS.some((name) => state[name] !== null);
}

/** The filters as the API takes them, relative ranges counted from `now`. */
export function toFilterQuery(state: ListState, now: Date): Partial<EngineRecordFilter> {
  const bounds = state.range
    ? resolveRange(state.range, now)
    : { from: state.from?.toISOString(), to: state.to?.toISOString() };
  const lists = Object.fromEntries(
    LIST_FILTERS.filter((name) => state[name].length > 0).map((name) => [name, state[name]]),
  );
  const texts = Object.fromEntries(TEXT_FILTERS.filter((name) => state[name]).map((name) => [name, state[name]]));
  return { ...lists, ...texts, ...bounds, ...(bounds.from || bounds.to ? { timeField: state.timeField } : {}) };
}

/** The time that the list is sorted by: the one that is bounded, where one is. */
export function sortOf(state: ListState): TimeField {
  return hasRange(state) ? state.timeField : state.sort;
}

/** One page of the list as the API takes it. */
export function toListQuery(state: ListState, now: Date): Partial<EngineRecordListQuery> {
  const filters = toFilterQuery(state, now);
  return {
    ...filters,
    sort: sortOf(state),
    order: state.order,
    pageSize: Math.min(Math.max(state.pageSize, 1), 200),
    cursor: state.cursor ?? undefined,
  };
}
