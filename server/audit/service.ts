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

/** Reads a cursor: the way to go and the event to go on from. @throws AppError invalid_input when it was not made here */
function readCursor(text: string): { id: number; direction: 'older' | 'newer' } {
  const [, direction, id] = /^(older|newer)-(\d{1,10})$/.exec(text) ?? [];
  if (id === undefined) {
    throw new AppError('invalid_input', 'The cursor was not made by this server. Start again without it.', {
      faults: [{ path: 'cursor', message: 'not made by this server' }],
    });
  }
  return { id: Number(id), direction: direction === 'newer' ? 'newer' : 'older' };
}

/** A page of the audit trail, newest first. @throws AppError forbidden, invalid_input (cursor) */
export async function readAuditTrail(
  context: Context,
  query: z.output<(typeof listAuditEvents)['query']>,
): Promise<z.output<(typeof listAuditEvents)['data']>> {
  if (!hasRole(context.actor, 'admin')) throw new AppError('forbidden', 'Only administrators read the audit trail.');
  const { actor, action, outcome, pageSize, cursor } = query;
  const beyond = cursor === undefined ? null : readCursor(cursor);
  const rows = await findAuditEvents(context.database, { actor, action, outcome, beyond }, pageSize + 1);
  const more = rows.length > pageSize;
  const page = rows.slice(0, pageSize);
  const back = beyond?.direction === 'newer';
  if (back) page.reverse();
  const [first, last] = [page[0], page.at(-1)];
  return {
    items: page.map((row) => ({
      id: row.id,
      time: row.time.toISOString(),
      actor: row.actor,
      action: row.action,
      objectType: row.objectType,
      objectId: row.objectId,
      outcome: row.outcome as AuditEvent['outcome'],
      requestId: row.requestId,
      detail: readDetail(row.detail),
    })),
    nextCursor: last && (back || more) ? `older-${last.id}` : null,
    previousCursor: first && (back ? more : beyond) ? `newer-${first.id}` : null,
  };
}
