import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  downloadContextValue,
  listContextHistories,
  listContextListeners,
  listContexts,
  listContextValues,
  readContext,
  readContextValue,
  removeContext,
  removeContextValue,
} from '@/contracts/contexts';
import { apiUrl, callApi, endpoint } from '@/lib/api-client';
import { contextKeys } from './query-keys';
import { type ContextListState, toListQuery } from './search-params';

const list = endpoint<typeof listContexts>('get', '/api/v1/contexts');
const read = endpoint<typeof readContext>('get', '/api/v1/contexts/{id}');
const remove = endpoint<typeof removeContext>('delete', '/api/v1/contexts/{id}');
const values = endpoint<typeof listContextValues>('get', '/api/v1/contexts/{id}/values');
const readValue = endpoint<typeof readContextValue>('get', '/api/v1/contexts/{id}/values/{valueId}');
const removeValue = endpoint<typeof removeContextValue>('delete', '/api/v1/contexts/{id}/values/{valueId}');
const download = endpoint<typeof downloadContextValue>('get', '/api/v1/contexts/{id}/values/{valueId}/download');
const histories = endpoint<typeof listContextHistories>('get', '/api/v1/contexts/{id}/histories');
const listeners = endpoint<typeof listContextListeners>('get', '/api/v1/contexts/{id}/listeners');

const PAGE_SIZE = 50;

/** A page of the list; ranges that move with the clock are reckoned when it is asked for. */
export function useContextList(state: ContextListState) {
  return useQuery({
    queryKey: contextKeys.list(state),
    queryFn: ({ signal }) => callApi(list, { query: toListQuery(state, new Date()), signal }),
    placeholderData: keepPreviousData,
  });
}

/** Contexts by their external id or number, for the command palette. */
export async function findContexts(contextId: string, signal: AbortSignal) {
  return callApi(list, { query: { contextId, pageSize: 8 }, signal });
}

/** One context. */
export function useContextDetail(id: number) {
  return useQuery({
    queryKey: contextKeys.detail(id),
    queryFn: ({ signal }) => callApi(read, { params: { id }, signal }),
  });
}

/** What narrows the values of a context, and which page of them. */
export interface ValueQuery {
  search: string | null;
  contextType: string | null;
  cursor: string | null;
}

/** Values of a context. */
export function useContextValues(id: number, query: ValueQuery) {
  const given = {
    search: query.search ?? undefined,
    contextType: query.contextType ?? undefined,
    cursor: query.cursor ?? undefined,
    pageSize: PAGE_SIZE,
  };
  return useQuery({
    queryKey: contextKeys.values(id, given),
    queryFn: ({ signal }) => callApi(values, { params: { id }, query: given, signal }),
    placeholderData: keepPreviousData,
  });
}

/** One value with its text. */
export function useContextValue(id: number, valueId: number) {
  return useQuery({
    queryKey: contextKeys.value(id, valueId),
    queryFn: ({ signal }) => callApi(readValue, { params: { id, valueId }, signal }),
  });
}

/** Address of a value's whole text. */
export function valueDownloadUrl(id: number, valueId: number): string {
  return apiUrl(download, { params: { id, valueId } });
}

/** Histories of a context. */
export function useContextHistories(id: number, cursor: string | null) {
  return useQuery({
    queryKey: contextKeys.histories(id, cursor),
    queryFn: ({ signal }) =>
      callApi(histories, { params: { id }, query: { cursor: cursor ?? undefined, pageSize: PAGE_SIZE }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Listeners of a context and of its values. */
export function useContextListeners(id: number) {
  return useQuery({
    queryKey: contextKeys.listeners(id),
    queryFn: ({ signal }) => callApi(listeners, { params: { id }, signal }),
  });
}

/** Removes a context for good. Somebody may have been faster: what is shown is asked for anew in any case. */
export function useRemoveContext() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => callApi(remove, { params: { id } }),
    onSuccess: ({ id }) => {
      // Its page is left; asking for it again would only find that it is gone.
      queryClient.removeQueries({ queryKey: contextKeys.detail(id) });
      return queryClient.invalidateQueries({ queryKey: contextKeys.all, refetchType: 'active' });
    },
  });
}

/** Removes one value for good. */
export function useRemoveContextValue(id: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (valueId: number) => callApi(removeValue, { params: { id, valueId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: contextKeys.all }),
  });
}
