import { z } from 'zod';
import { operation } from './operation';

/** One audited change or denied access. */
export const auditEventSchema = z.object({
  id: z.int(),
  time: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  /** Kind and id of what was touched. */
  objectType: z.string(),
  objectId: z.string(),
  outcome: z.enum(['done', 'denied']),
  requestId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).nullable(),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

export const listAuditEvents = operation({
  id: 'audit.list',
  method: 'get',
  path: '/api/v1/audit-events',
  dialect: 'console',
  summary: 'The audit trail, newest first (administrators).',
  query: z.strictObject({
    actor: z.string().trim().min(1).max(128).optional(),
    action: z.string().trim().min(1).max(64).optional(),
    outcome: z.enum(['done', 'denied']).optional(),
    pageSize: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(200).optional(),
  }),
  data: z.object({
    items: z.array(auditEventSchema),
    /** Cursor of the older events; null on the last page. */
    nextCursor: z.string().nullable(),
    /** Cursor of the newer events; null on the first page. */
    previousCursor: z.string().nullable(),
  }),
});
