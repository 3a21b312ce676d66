import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  CleanupRule,
  CleanupRun,
  CleanupSubject,
  cancelCleanupRun,
  discardCleanupPreview,
  listCleanupRuns,
  pauseCleanupRun,
  previewCleanup,
  readCleanupRun,
  resumeCleanupRun,
  startCleanupRun,
} from '@/contracts/cleanup';
import type { listCleanupLog } from '@/contracts/cleanup-log';
import type {
  downloadCleanupReceipt,
  listCleanupSkipped,
  readCleanupReceipt,
  undoCleanupRun,
} from '@/contracts/cleanup-receipts';
import { apiUrl, callApi, endpoint } from '@/lib/api-client';
import { isUnderWay } from './format';
import { cleanupKeys } from './query-keys';

const list = endpoint<typeof listCleanupRuns>('get', '/api/v1/cleanup/runs');
const read = endpoint<typeof readCleanupRun>('get', '/api/v1/cleanup/runs/{runId}');
const preview = endpoint<typeof previewCleanup>('post', '/api/v1/cleanup/runs');
const discard = endpoint<typeof discardCleanupPreview>('delete', '/api/v1/cleanup/runs/{runId}');
const start = endpoint<typeof startCleanupRun>('post', '/api/v1/cleanup/runs/{runId}/start');
const undo = endpoint<typeof undoCleanupRun>('post', '/api/v1/cleanup/runs/{runId}/undo');
const log = endpoint<typeof listCleanupLog>('get', '/api/v1/cleanup/runs/{runId}/log');
const skipped = endpoint<typeof listCleanupSkipped>('get', '/api/v1/cleanup/runs/{runId}/skipped');
const receipt = endpoint<typeof readCleanupReceipt>('get', '/api/v1/cleanup/runs/{runId}/receipt');
const receiptCsv = endpoint<typeof downloadCleanupReceipt>('get', '/api/v1/cleanup/runs/{runId}/receipt.csv');
const STEER = {
  pause: endpoint<typeof pauseCleanupRun>('post', '/api/v1/cleanup/runs/{runId}/pause'),
  resume: endpoint<typeof resumeCleanupRun>('post', '/api/v1/cleanup/runs/{runId}/resume'),
  cancel: endpoint<typeof cancelCleanupRun>('post', '/api/v1/cleanup/runs/{runId}/cancel'),
};
export type Steering = keyof typeof STEER;

/** Addresses of a run's receipt. */
export function receiptUrls({ id: runId }: Pick<CleanupRun, 'id'>): { json: string; csv: string } {
  const params = { runId };
  return { json: apiUrl(receipt, { params }), csv: apiUrl(receiptCsv, { params }) };
}

const POLL_MS = 1000;

/** How soon a list of runs is looked at again: soon while one of them is under way, else not. */
export function pollRuns(runs: readonly CleanupRun[] | undefined): number | false {
  return runs?.some(isUnderWay) ? 2 * POLL_MS : false;
}

/** A page of the runs, newest first; looked at again and again while one of them is under way. */
export function useCleanupRuns(cursor: string | null) {
  return useQuery({
    queryKey: cleanupKeys.runs(cursor),
    queryFn: ({ signal }) => callApi(list, { query: { cursor: cursor ?? undefined }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pollRuns(state.data?.items),
  });
}

/** One run with its preview; looked at every second while something happens. */
export function useCleanupRun(runId: number) {
  return useQuery({
    queryKey: cleanupKeys.run(runId),
    queryFn: ({ signal }) => callApi(read, { params: { runId }, signal }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? POLL_MS : false),
  });
}

/** Rows that a run left as they are. */
export function useSkippedRows(runId: number) {
  return useQuery({
    queryKey: cleanupKeys.skipped(runId),
    queryFn: ({ signal }) => callApi(skipped, { params: { runId }, signal }),
  });
}

/** What happened to a run, newest first, page by page. */
export function useRunLog(run: CleanupRun) {
  const { id: runId } = run;
  return useInfiniteQuery({
    // By its state too: the last entries come with it.
    queryKey: cleanupKeys.log(runId, run.state),
    placeholderData: keepPreviousData,
    queryFn: ({ signal, pageParam }) =>
      callApi(log, { params: { runId }, query: { pageSize: 20, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: isUnderWay(run) ? POLL_MS : false,
  });
}

/** Forgets what is known of cleanups, because one of them, a policy or a protection has changed. */
export function useForgetCleanups() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: cleanupKeys.all });
}

/** Freezes what a rule takes. */
export function usePreviewCleanup() {
  const forget = useForgetCleanups();
  return useMutation({
    mutationFn: (body: { subject: CleanupSubject; rule: CleanupRule }) => callApi(preview, { body }),
    onSuccess: forget,
  });
}

/** Starts, discards, undoes or steers a run. */
export function useRunActions({ id: runId }: Pick<CleanupRun, 'id'>) {
  const forget = useForgetCleanups();
  const params = { runId };
  return {
    start: useMutation({
      mutationFn: (reason: string) => callApi(start, { params, body: { reason } }),
      onSuccess: forget,
    }),
    undo: useMutation({
      mutationFn: ({ reason, user }: { reason: string; user?: string }) =>
        callApi(undo, { params, body: { reason, ...(user && { user }) } }),
      onSuccess: forget,
    }),
    discard: useMutation({ mutationFn: () => callApi(discard, { params }), onSuccess: forget }),
    steer: useMutation({ mutationFn: (how: Steering) => callApi(STEER[how], { params }), onSettled: forget }),
  };
}
