import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  collectMaterialStorage,
  getMaterialStorage,
  listMaterialTrash,
  purgeTrashedEngine,
  restoreTrashedEngine,
  TrashedVersion,
} from '@/contracts/material-storage';
import type { listMaterials, purgeMaterialVersion, restoreMaterialVersion } from '@/contracts/materials';
import { callApi, endpoint } from '@/lib/api-client';
import { materialKeys } from './query-keys';
import { type MaterialListState, toListQuery } from './search-params';

/** As much of a search as the API takes. */
const MAX_SEARCH = 100;

const list = endpoint<typeof listMaterials>('get', '/api/v1/materials');
const trash = endpoint<typeof listMaterialTrash>('get', '/api/v1/material-trash');
const restore = endpoint<typeof restoreTrashedEngine>('post', '/api/v1/material-trash/{trashId}/restoration');
const purge = endpoint<typeof purgeTrashedEngine>('delete', '/api/v1/material-trash/{trashId}');
const purgeVersion = endpoint<typeof purgeMaterialVersion>(
  'post',
  '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/purge',
);
const restoreVersion = endpoint<typeof restoreMaterialVersion>(
  'post',
  '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/restoration',
);
const storage = endpoint<typeof getMaterialStorage>('get', '/api/v1/material-storage');
const collect = endpoint<typeof collectMaterialStorage>('post', '/api/v1/material-storage/collection');

/** A page of the list. Keeps the old rows while the next ones come. */
export function useMaterialList(state: MaterialListState) {
  const query = toListQuery(state);
  return useQuery({
    queryKey: materialKeys.list(query),
    queryFn: ({ signal }) => callApi(list, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Finds materials by type, version or file name for the command palette. */
export async function findMaterials(search: string, signal: AbortSignal) {
  return callApi(list, { query: { search: search.slice(0, MAX_SEARCH), sort: 'name', pageSize: 30 }, signal });
}

/** What was deleted and can still be restored. */
export function useMaterialTrash() {
  return useQuery({ queryKey: materialKeys.trash, queryFn: ({ signal }) => callApi(trash, { signal }) });
}

/** Brings a deleted engine version back. */
export function useRestoreEngine() {
  const forget = useForgetMaterials();
  return useMutation({
    mutationFn: (trashId: number) => callApi(restore, { params: { trashId } }),
    onSettled: forget,
  });
}

/** Lets a deleted engine version go for good. */
export function usePurgeEngine() {
  const forget = useForgetMaterials();
  return useMutation({
    mutationFn: (trashId: number) => callApi(purge, { params: { trashId } }),
    onSuccess: forget,
  });
}

/** Takes a version of a material out of the trash. */
export function useRestoreVersion() {
  const forget = useForgetMaterials();
  return useMutation({
    mutationFn: ({ engineType, engineVersion, fileName, version }: TrashedVersion) =>
      callApi(restoreVersion, { params: { engineType, engineVersion, fileName, version } }),
    onSettled: forget,
  });
}

/** Lets a version in the trash go for good. */
export function usePurgeVersion() {
  const forget = useForgetMaterials();
  return useMutation({
    mutationFn: ({ engineType, engineVersion, fileName, version }: TrashedVersion) =>
      callApi(purgeVersion, { params: { engineType, engineVersion, fileName, version } }),
    onSuccess: forget,
  });
}

/** How much the storage holds. */
export function useMaterialStorage() {
  return useQuery({ queryKey: materialKeys.storage, queryFn: ({ signal }) => callApi(storage, { signal }) });
}

/** Says what a collection would remove, or removes it. */
export function useCollectStorage() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (dryRun: boolean) => callApi(collect, { body: { dryRun } }),
    onSuccess: ({ dryRun }) => (dryRun ? undefined : queryClient.invalidateQueries({ queryKey: materialKeys.storage })),
  });
}

/** Every answer about materials is asked for anew: lists, details, trash and storage hang together. */
function useForgetMaterials() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: materialKeys.all });
}
