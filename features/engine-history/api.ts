import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  countEngineRecords,
  deleteEngineRecord,
  getEngineRecord,
  getEngineRecordFacets,
  listEngineRecords,
  listSimilarEngines,
} from '@/contracts/engine-history';
import { callApi, endpoint } from '@/lib/api-client';
import { hasEnded } from './format';
import { type ListState, toFilterQuery, toListQuery } from './search-params';

const POLL_MILLIS = 5_000;

const list = endpoint<typeof listEngineRecords>('get', '/api/v1/engine-records');
const count = endpoint<typeof countEngineRecords>('get', '/api/v1/engine-records/count');
const facets = endpoint<typeof getEngineRecordFacets>('get', '/api/v1/engine-records/facets');
const detail = endpoint<typeof getEngineRecord>('get', '/api/v1/engine-records/{ticketId}');
const similar = endpoint<typeof listSimilarEngines>('get', '/api/v1/engine-records/{ticketId}/similar');
const remove = endpoint<typeof deleteEngineRecord>('delete', '/api/v1/engine-records/{ticketId}');

const keys = {
  list: (state: Omit<ListState, 'open'>) => ['engine-records', 'list', state] as const,
  count: (state: object, exact: boolean) => ['engine-records', 'count', state, exact] as const,
  facets: ['engine-records', 'facets'] as const,
  detail: (ticketId: string) => ['engine-records', 'detail', ticketId] as const,
  similar: (ticketId: string) => ['engine-records', 'similar', ticketId] as const,
};

/** A page of the list. Keeps the old rows while the next ones come; `at` is the moment relative ranges were counted from. */
export function useEngineList({ open: _, ...state }: ListState, poll: boolean) {
  return useQuery({
    queryKey: keys.list(state),
    queryFn: async ({ signal }) => {
      const at = state.at ?? new Date();
      const page = await callApi(list, { query: toListQuery({ ...state, open: null }, at), signal });
      return { ...page, at };
    },
    placeholderData: keepPreviousData,
    refetchInterval: poll ? POLL_MILLIS : false,
  });
}

/** How many engines the filters leave: bounded at first, exact on demand. */
export function useEngineCount(state: ListState, exact: boolean) {
  // Page and order do not change how many there are.
  const { open: _open, cursor: _cursor, at: _at, sort: _sort, order: _order, pageSize: _pageSize, ...filters } = state;
  return useQuery({
    queryKey: keys.count(filters, exact),
    queryFn: ({ signal }) =>
      callApi(count, {
        query: { ...toFilterQuery(state, state.at ?? new Date()), exact: exact ? 'true' : 'false' },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** The values that filters can take. */
export function useEngineFacets() {
  return useQuery({ queryKey: keys.facets, queryFn: ({ signal }) => callApi(facets, { signal }), staleTime: 60_000 });
}

/** One engine; asked again every few seconds until it has ended. */
export function useEngineDetail(ticketId: string) {
  return useQuery({
    queryKey: keys.detail(ticketId),
    queryFn: ({ signal }) => callApi(detail, { params: { ticketId }, signal }),
    refetchInterval: (query) => (query.state.data && !hasEnded(query.state.data.status) ? POLL_MILLIS : false),
  });
}

/** Engines like one engine. */
export function useSimilarEngines(ticketId: string) {
  return useQuery({
    queryKey: keys.similar(ticketId),
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
      queryClient.removeQueries({ queryKey: keys.detail(ticketId) });
      return queryClient.invalidateQueries({ queryKey: ['engine-records', 'list'] });
    },
  });
}

/** Finds engines by ticket or address for the command palette. */
export async function findEngines(filter: { ticket: string } | { instancePart: string }, signal: AbortSignal) {
  return callApi(list, { query: { ...filter, pageSize: 8 }, signal });
}
