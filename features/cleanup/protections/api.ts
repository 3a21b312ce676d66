import { useMutation, useQuery } from '@tanstack/react-query';
import type {
  addCleanupProtection,
  CleanupProtection,
  listCleanupProtections,
  removeCleanupProtection,
} from '@/contracts/cleanup-receipts';
import { callApi, endpoint } from '@/lib/api-client';
import { useForgetCleanups } from '../api';
import { cleanupKeys } from '../query-keys';

const list = endpoint<typeof listCleanupProtections>('get', '/api/v1/cleanup/protections');
const add = endpoint<typeof addCleanupProtection>('post', '/api/v1/cleanup/protections');
const remove = endpoint<typeof removeCleanupProtection>('delete', '/api/v1/cleanup/protections/{protectionId}');

/** What a protection names, and why. */
export type ProtectionBody = Pick<CleanupProtection, 'subject' | 'kind' | 'value'> & { note?: string };

/** All protections. */
export function useProtections() {
  return useQuery({
    queryKey: cleanupKeys.protections,
    queryFn: ({ signal }) => callApi(list, { signal }),
  });
}

/** Protects rows. */
export function useAddProtection() {
  const forget = useForgetCleanups();
  return useMutation({ mutationFn: (body: ProtectionBody) => callApi(add, { body }), onSuccess: forget });
}

/** Ends a protection. */
export function useRemoveProtection() {
  const forget = useForgetCleanups();
  return useMutation({
    mutationFn: ({ id }: Pick<CleanupProtection, 'id'>) => callApi(remove, { params: { protectionId: id } }),
    onSuccess: forget,
  });
}
