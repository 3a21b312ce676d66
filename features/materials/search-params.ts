import {
  type inferParserType,
  parseAsInteger,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { Material, MaterialListQuery } from '@/contracts/materials';

/** States and orders; copies, because the contract's own lists would bring zod into the browser. */
export const STATES = ['current', 'rolledBack', 'external', 'damaged'] as const satisfies readonly Material['state'][];
const SORTS = ['changedTime', 'createTime', 'name'] as const satisfies readonly MaterialListQuery['sort'][];
const ORDERS = ['desc', 'asc'] as const;

/** The whole state of the list. What is not in the URL is not remembered. */
export const materialParsers = {
  search: parseAsString,
  engineType: parseAsNativeArrayOf(parseAsString),
  state: parseAsStringLiteral(STATES),
  sort: parseAsStringLiteral(SORTS).withDefault('changedTime'),
  order: parseAsStringLiteral(ORDERS),
  pageSize: parseAsInteger.withDefault(50),
  cursor: parseAsString,
  /** Row whose engine version is in the side panel. */
  open: parseAsString,
};

/** State of the list as read from the URL. */
export type MaterialListState = inferParserType<typeof materialParsers>;

/** Values to set; null takes a parameter out of the URL. */
export type MaterialListChange = { [Name in keyof MaterialListState]?: MaterialListState[Name] | null };

/** What the list can be narrowed by. */
export const MATERIAL_FILTERS = ['search', 'engineType', 'state'] as const;
export type MaterialFilterName = (typeof MATERIAL_FILTERS)[number];

/** Values for the URL that remove every filter. */
export const NO_FILTERS = { search: null, engineType: null, state: null, cursor: null } as const;

/** True when a filter is in force. */
export function isSet(state: MaterialListState, name: MaterialFilterName): boolean {
  return (state[name]?.length ?? 0) > 0;
}

/** True when anything narrows the list. */
export function isFiltered(state: MaterialListState): boolean {
  return MATERIAL_FILTERS.some((name) => isSet(state, name));
}

/** The direction in force: names from A on, times from the latest on, unless asked otherwise. */
export function orderOf({ sort, order }: Pick<MaterialListState, 'sort' | 'order'>): 'desc' | 'asc' {
  return order ?? (sort === 'name' ? 'asc' : 'desc');
}

/** The change that a click on the header of a column asks for. */
export function sortBy(state: MaterialListState, by: string): MaterialListChange {
  const sort = SORTS.find((name) => name === by) ?? 'changedTime';
  const opposite = orderOf(state) === 'asc' ? 'desc' : 'asc';
  return { sort, order: state.sort === sort ? opposite : null, cursor: null };
}

/** One page of the list as the API takes it. */
export function toListQuery(state: MaterialListState): Partial<MaterialListQuery> {
  return {
    search: state.search?.trim().slice(0, 100) || undefined,
    engineType: state.engineType.length > 0 ? state.engineType : undefined,
    state: state.state ?? undefined,
    sort: state.sort,
    order: orderOf(state),
    pageSize: Math.min(Math.max(state.pageSize, 1), 200),
    cursor: state.cursor ?? undefined,
  };
}
