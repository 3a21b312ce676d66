import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  countEngineRecords,
  deleteEngineRecord,
  EngineRecordPage,
  getEngineRecord,
  getEngineRecordFacets,
  listEngineRecords,
  listSimilarEngines,
  showEngineActivity,
} from '@/contracts/engine-history';
import { callApi, endpoint } from '@/lib/api-client';
import { hasEnded } from './format';
import { engineKeys } from './query-keys';
import { type ListState, sortOf, toFilterQuery, toListQuery } from './search-params';

const POLL_MILLIS = 5_000;

const list = endpoint<typeof listEngineRecords>('get', '/api/v1/engine-records');
const count = endpoint<typeof countEngineRecords>('get', '/api/v1/engine-records/count');
const activity = endpoint<typeof showEngineActivity>('get', '/api/v1/engine-records/activity');
const facets = endpoint<typeof getEngineRecordFacets>('get', '/api/v1/engine-records/facets');
const detail = endpoint<typeof getEngineRecord>('get', '/api/v1/engine-records/{ticketId}');
const similar = endpoint<typeof listSimilarEngines>('get', '/api/v1/engine-records/{ticketId}/similar');
const remove = endpoint<typeof deleteEngineRecord>('delete', '/api/v1/engine-records/{ticketId}');

/** A page of the list and when it was asked for: `at` is the moment that relative ranges are counted from. */
export interface ListedPage extends EngineRecordPage {
  at: Date;
  askedAt: Date;
}

/** A page of the list. Keeps the old rows while the next ones come. */
export function useEngineList(state: ListState, poll: boolean) {
  return useQuery({
    queryKey: engineKeys.list(state),
    queryFn: async ({ signal }): Promise<ListedPage> => {
      const askedAt = new Date();
      const at = state.at ?? askedAt;
      return { ...(await callApi(list, { query: toListQuery(state, at), signal })), at, askedAt };
    },
    placeholderData: keepPreviousData,
    refetchInterval: poll ? POLL_MILLIS : false,
  });
}

/** Page and order do not change which engines there are. */
function filtersOf(state: ListState) {
  const { open: _open, cursor: _cursor, at: _at, sort: _sort, order: _order, pageSize: _pageSize, ...filters } = state;
  return filters;
}

/** When the engines that the filters find ran; asked again when it is looked at a minute later. */
export function useEngineActivity(state: ListState) {
  return useQuery({
    queryKey: engineKeys.activity(filtersOf(state)),
    queryFn: ({ signal }) => callApi(activity, { query: toFilterQuery(state, state.at ?? new Date()), signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** How many engines the filters leave: bounded at first, exact on demand. */
export function useEngineCount(state: ListState, exact: boolean) {
  const sort = sortOf(state);
  return useQuery({
    queryKey: engineKeys.count({ ...filtersOf(state), sort }, exact),
    queryFn: ({ signal }) =>
      callApi(count, {
        query: { ...toFilterQuery(state, state.at ?? new Date()), sort, exact: exact ? 'true' : 'false' },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** The values that filters can take. */
export function useEngineFacets() {
  return useQuery({
    queryKey: engineKeys.facets,
    queryFn: ({ signal }) => callApi(facets, { signal }),
    staleTime: 60_000,
  });
}

/** One engine; asked again every few seconds until it has ended. */
export function useEngineDetail(ticketId: string) {
  return useQuery({
    queryKey: engineKeys.detail(ticketId),
    queryFn: ({ signal }) => callApi(detail, { params: { ticketId }, signal }),
    refetchInterval: (query) => (query.state.data && !hasEnded(query.state.data.status) ? POLL_MILLIS : false),
  });
}

/** Engines like one engine. */
export function useSimilarEngines(ticketId: string) {
  return useQuery({
    queryKey: engineKeys.similar(ticketId),
    queryFn: ({ signal }) => callApi(similar, { params: { ticketId }, signal }),
    staleTime: 60_000,
  });
}

/** Removes an engine's record; lists forget it. */
export function useDeleteEngineRecord(ticketId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => callApi(remove, { params: { ticketId } }),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: engineKeys.detail(ticketId) });
      return queryClient.invalidateQueries({ queryKey: ['engine-records', 'list'] });
    },
  });
}

/** Finds engines by ticket or address for the command palette. */
export async function findEngines(filter: { ticket: string } | { instancePart: string }, signal: AbortSignal) {
  return callApi(list, { query: { ...filter, pageSize: 8 }, signal });
}
