import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { listAuditEvents } from '@/contracts/audit';
import { callApi, endpoint } from '@/lib/api-client';
import type { AuditState } from './search-params';

const list = endpoint<typeof listAuditEvents>('get', '/api/v1/audit-events');

/** A page of the audit trail, newest first. */
export function useAuditEvents(query: AuditState) {
  return useQuery({
    queryKey: ['audit-events', query],
    queryFn: ({ signal }) =>
      callApi(list, {
        query: {
          actor: query.actor ?? undefined,
          action: query.action ?? undefined,
          outcome: query.outcome ?? undefined,
          pageSize: query.pageSize,
          cursor: query.cursor ?? undefined,
        },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}
