import type { z } from 'zod';
import type { AuditEvent, listAuditEvents } from '@/contracts/audit';
import { hasRole } from '@/server/platform/auth/actor';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { findAuditEvents } from './store';

function readDetail(text: string | null): Record<string, unknown> | null {
  try {
    return text ? (JSON.parse(text) as Record<string, unknown>) : null;
  } catch {
    return { text };
  }
}

/** A page of the audit trail, newest first. @throws AppError forbidden, invalid_input (cursor) */
export async function readAuditTrail(
  context: Context,
  query: z.output<(typeof listAuditEvents)['query']>,
): Promise<{ items: AuditEvent[]; nextCursor: string | null }> {
  if (!hasRole(context.actor, 'admin')) throw new AppError('forbidden', 'Only administrators read the audit trail.');
  if (query.cursor !== undefined && !/^\d{1,10}$/.test(query.cursor)) {
    throw new AppError('invalid_input', 'The cursor was not made by this server. Start again without it.', {
      faults: [{ path: 'cursor', message: 'not made by this server' }],
    });
  }
  const { actor, action, outcome, pageSize } = query;
  const rows = await findAuditEvents(
    context.database,
    { actor, action, outcome, beforeId: query.cursor === undefined ? null : Number(query.cursor) },
    pageSize + 1,
  );
  const items = rows.slice(0, pageSize).map((row) => ({
    id: row.id,
    time: row.time.toISOString(),
    actor: row.actor,
    action: row.action,
    objectType: row.objectType,
    objectId: row.objectId,
    outcome: row.outcome as AuditEvent['outcome'],
    requestId: row.requestId,
    detail: readDetail(row.detail),
  }));
  return { items, nextCursor: rows.length > pageSize ? String(items.at(-1)?.id) : null };
}
