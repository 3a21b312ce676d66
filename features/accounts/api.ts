import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  changePassword,
  createAccount,
  createApiToken,
  listAccounts,
  listApiTokens,
  listSessions,
  revokeApiToken,
  revokeSession,
  updateAccount,
} from '@/contracts/accounts';
import { type CallInput, callApi, endpoint } from '@/lib/api-client';
import { accountKeys } from './query-keys';

const password = endpoint<typeof changePassword>('post', '/api/v1/session/password');
const sessions = endpoint<typeof listSessions>('get', '/api/v1/sessions');
const session = endpoint<typeof revokeSession>('delete', '/api/v1/sessions/{sessionId}');
const tokens = endpoint<typeof listApiTokens>('get', '/api/v1/api-tokens');
const newToken = endpoint<typeof createApiToken>('post', '/api/v1/api-tokens');
const token = endpoint<typeof revokeApiToken>('delete', '/api/v1/api-tokens/{tokenId}');
const accounts = endpoint<typeof listAccounts>('get', '/api/v1/accounts');
const newAccount = endpoint<typeof createAccount>('post', '/api/v1/accounts');
const account = endpoint<typeof updateAccount>('patch', '/api/v1/accounts/{name}');

/** Replaces the own password. */
export function useChangePassword() {
  return useMutation({ mutationFn: (body: CallInput<typeof changePassword>['body']) => callApi(password, { body }) });
}

/** Live sessions of the own account. */
export function useSessions() {
  return useQuery({ queryKey: accountKeys.sessions, queryFn: ({ signal }) => callApi(sessions, { signal }) });
}

/** Ends one of the own sessions. */
export function useRevokeSession() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (sessionId: string) => callApi(session, { params: { sessionId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: accountKeys.sessions }),
  });
}

/** API tokens of the own account. */
export function useApiTokens() {
  return useQuery({ queryKey: accountKeys.tokens, queryFn: ({ signal }) => callApi(tokens, { signal }) });
}

/** Makes an API token; the answer holds its secret, once. */
export function useCreateApiToken() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CallInput<typeof createApiToken>['body']) => callApi(newToken, { body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: accountKeys.tokens }),
    gcTime: 0,
  });
}

/** Revokes one of the own API tokens. */
export function useRevokeApiToken() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (tokenId: string) => callApi(token, { params: { tokenId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: accountKeys.tokens }),
  });
}

/** All local accounts, for administrators. */
export function useAccounts() {
  return useQuery({ queryKey: accountKeys.accounts, queryFn: ({ signal }) => callApi(accounts, { signal }) });
}

/** Adds an account; the answer holds its one-time password, once. */
export function useCreateAccount() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CallInput<typeof createAccount>['body']) => callApi(newAccount, { body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: accountKeys.accounts }),
    gcTime: 0,
  });
}

/** A change to an account. */
export interface AccountChange {
  name: string;
  body: NonNullable<CallInput<typeof updateAccount>['body']>;
}

/** Changes role, state or password of an account. */
export function useUpdateAccount() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, body }: AccountChange) => callApi(account, { params: { name }, body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: accountKeys.accounts }),
    gcTime: 0,
  });
}
