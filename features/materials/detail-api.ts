import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  compareMaterialText,
  compareMaterialVersions,
  downloadMaterialVersion,
  downloadReleasePlugin,
  listMaterialFiles,
  previewRollback,
  RollbackTarget,
  rollBackMaterials,
} from '@/contracts/material-versions';
import type {
  deleteMaterialEngine,
  deleteMaterialVersion,
  getMaterialDetail,
  protectMaterialVersion,
  restoreMaterialVersion,
  unprotectMaterialVersion,
} from '@/contracts/materials';
import { apiUrl, callApi, endpoint } from '@/lib/api-client';
import type { EngineName } from './format';
import { materialKeys } from './query-keys';

const POLL_MILLIS = 15_000;

const detail = endpoint<typeof getMaterialDetail>('get', '/api/v1/materials/{engineType}/{engineVersion}');
const removeEngine = endpoint<typeof deleteMaterialEngine>('delete', '/api/v1/materials/{engineType}/{engineVersion}');
const preview = endpoint<typeof previewRollback>('get', '/api/v1/materials/{engineType}/{engineVersion}/rollback');
const rollBack = endpoint<typeof rollBackMaterials>('post', '/api/v1/materials/{engineType}/{engineVersion}/rollback');
const removeVersion = endpoint<typeof deleteMaterialVersion>(
  'delete',
  '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}',
);
const restore = endpoint<typeof restoreMaterialVersion>(
  'post',
  '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/restoration',
);
const protect = endpoint<typeof protectMaterialVersion>(
  'put',
  '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/protection',
);
const unprotect = endpoint<typeof unprotectMaterialVersion>(
  'delete',
  '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/protection',
);
const files = endpoint<typeof listMaterialFiles>(
  'get',
  '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/files',
);
const content = endpoint<typeof downloadMaterialVersion>(
  'get',
  '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/versions/{version}/content',
);
const plugin = endpoint<typeof downloadReleasePlugin>(
  'get',
  '/api/v1/materials/{engineType}/{engineVersion}/releases/{release}/plugin',
);
const comparison = endpoint<typeof compareMaterialVersions>(
  'get',
  '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/comparison',
);
const text = endpoint<typeof compareMaterialText>(
  'get',
  '/api/v1/materials/{engineType}/{engineVersion}/{fileName}/text-comparison',
);

/** One version of one material. */
export interface VersionName extends EngineName {
  fileName: string;
  version: string;
}

/** Two versions of one material. */
export interface VersionPair extends EngineName {
  fileName: string;
  from: string;
  to: string;
}

/** Everything about one engine version; asked again now and then, because engines start and end. */
export function useMaterialDetail({ engineType, engineVersion }: EngineName) {
  return useQuery({
    queryKey: materialKeys.detail(engineType, engineVersion),
    queryFn: ({ signal }) => callApi(detail, { params: { engineType, engineVersion }, signal }),
    refetchInterval: (query) => (query.state.error ? false : POLL_MILLIS),
  });
}

/** What going to a release or version would do; always asked anew, because it is what people decide by. */
export function useRollbackPreview({ engineType, engineVersion }: EngineName, target: RollbackTarget) {
  return useQuery({
    queryKey: materialKeys.rollback(engineType, engineVersion, target),
    queryFn: ({ signal }) => callApi(preview, { params: { engineType, engineVersion }, query: target, signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Rolls back or forward. */
export function useRollBack({ engineType, engineVersion }: EngineName) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: RollbackTarget & { note?: string | undefined }) =>
      callApi(rollBack, { params: { engineType, engineVersion }, body }),
    onSuccess: refresh,
  });
}

/** What can be done to one version. */
export type VersionChange =
  | { kind: 'delete' | 'restore' | 'unprotect' }
  | { kind: 'protect'; note: string | undefined };

/** Deletes, restores or protects a version, or ends its protection. */
export function useChangeVersion(params: VersionName) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (change: VersionChange) => {
      if (change.kind === 'protect') return callApi(protect, { params, body: { note: change.note } });
      return callApi({ delete: removeVersion, restore, unprotect }[change.kind], { params });
    },
    onSuccess: refresh,
  });
}

/** Puts an engine version into the trash; lists forget it. */
export function useDeleteEngine({ engineType, engineVersion }: EngineName) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => callApi(removeEngine, { params: { engineType, engineVersion } }),
    // What shows the engine version goes away by itself; asking for it once more would show an error on the way.
    onSuccess: () =>
      queryClient.invalidateQueries({
        queryKey: materialKeys.all,
        predicate: ({ queryKey }) => queryKey[1] !== 'detail',
      }),
  });
}

/** Files that a version holds. */
export function useMaterialFiles(name: VersionName) {
  return useQuery({
    queryKey: materialKeys.files(name),
    queryFn: ({ signal }) => callApi(files, { params: name, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Which files two versions do not share. */
export function useComparison(pair: VersionPair) {
  const { from, to, ...params } = pair;
  return useQuery({
    queryKey: materialKeys.comparison(pair),
    queryFn: ({ signal }) => callApi(comparison, { params, query: { from, to }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Lines of one file in two versions. */
export function useTextComparison(pair: VersionPair, path: string) {
  const { from, to, ...params } = pair;
  return useQuery({
    queryKey: materialKeys.text({ ...pair, path }),
    queryFn: ({ signal }) => callApi(text, { params, query: { from, to, path }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Address of a version's bytes. */
export function contentHref(params: VersionName): string {
  return apiUrl(content, { params });
}

/** Address of the plugin directory that came with a release. */
export function pluginHref(engine: EngineName, release: number): string {
  return apiUrl(plugin, { params: { ...engine, release } });
}

/** After a change everything about materials is asked anew. */
function useRefresh(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: materialKeys.all });
}
