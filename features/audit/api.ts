import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { listAuditEvents } from '@/contracts/audit';
import { callApi, endpoint } from '@/lib/api-client';
import { auditKey } from './query-keys';
import { type AuditState, toAuditQuery } from './search-params';

const list = endpoint<typeof listAuditEvents>('get', '/api/v1/audit-events');

/** A page of the audit trail, newest first. */
export function useAuditEvents(state: AuditState) {
  return useQuery({
    queryKey: auditKey(state),
    queryFn: ({ signal }) => callApi(list, { query: toAuditQuery(state), signal }),
    placeholderData: keepPreviousData,
  });
}
