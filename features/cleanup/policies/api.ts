import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type {
  CleanupPolicy,
  CleanupPolicyBody,
  CleanupPolicyUpdate,
  createCleanupPolicy,
  listCleanupPolicies,
  listCleanupPolicyRuns,
  removeCleanupPolicy,
  runCleanupPolicyNow,
  updateCleanupPolicy,
} from '@/contracts/cleanup-policies';
import { callApi, endpoint } from '@/lib/api-client';
import { pollRuns, useForgetCleanups } from '../api';
import { cleanupKeys } from '../query-keys';

const list = endpoint<typeof listCleanupPolicies>('get', '/api/v1/cleanup/policies');
const create = endpoint<typeof createCleanupPolicy>('post', '/api/v1/cleanup/policies');
const update = endpoint<typeof updateCleanupPolicy>('put', '/api/v1/cleanup/policies/{policyId}');
const remove = endpoint<typeof removeCleanupPolicy>('delete', '/api/v1/cleanup/policies/{policyId}');
const runNow = endpoint<typeof runCleanupPolicyNow>('post', '/api/v1/cleanup/policies/{policyId}/run');
const runs = endpoint<typeof listCleanupPolicyRuns>('get', '/api/v1/cleanup/policies/{policyId}/runs');

/** Times of policies come without anybody asking: what is shown of them is never much older. */
const IDLE_POLL_MS = 30_000;

/** All policies with their last runs; looked at every two seconds while one of these is under way. */
export function usePolicies() {
  return useQuery({
    queryKey: cleanupKeys.policies,
    queryFn: ({ signal }) => callApi(list, { signal }),
    refetchInterval: ({ state }) => pollRuns(state.data?.items.flatMap(({ lastRun }) => lastRun ?? [])) || IDLE_POLL_MS,
  });
}

/** A page of what a policy has run, newest first. */
export function usePolicyRuns(policyId: number, cursor: string | null) {
  return useQuery({
    queryKey: cleanupKeys.policyRuns(policyId, cursor),
    queryFn: ({ signal }) =>
      callApi(runs, { params: { policyId }, query: { pageSize: 20, cursor: cursor ?? undefined }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pollRuns(state.data?.items) || IDLE_POLL_MS,
  });
}

/** Saves a policy: a new one, or the changes of one as it was last seen. */
export function useSavePolicy() {
  const forget = useForgetCleanups();
  return useMutation({
    mutationFn: ({ policy, body }: { policy: CleanupPolicy | null; body: CleanupPolicyBody }) => {
      if (!policy) return callApi(create, { body });
      const changes: CleanupPolicyUpdate = { ...body, ifChangedTime: policy.changedTime };
      return callApi(update, { params: { policyId: policy.id }, body: changes });
    },
    // Also what was refused may be so because somebody else has changed the policy.
    onSettled: forget,
  });
}

/** Removes a policy or runs it at once. */
export function usePolicyActions({ id: policyId }: Pick<CleanupPolicy, 'id'>) {
  const forget = useForgetCleanups();
  const params = { policyId };
  return {
    remove: useMutation({ mutationFn: () => callApi(remove, { params }), onSuccess: forget }),
    runNow: useMutation({
      mutationFn: (mode: CleanupPolicy['mode']) => callApi(runNow, { params, body: { mode } }),
      onSuccess: forget,
    }),
  };
}
