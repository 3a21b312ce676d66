import type { AuditState } from './search-params';

/** Name under which a page of the audit trail is kept, in the browser and for what the server reads ahead. */
export const auditKey = (state: AuditState) => ['audit-events', state] as const;
