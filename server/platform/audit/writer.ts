import { wholeSeconds } from '../clock';
import type { Database, Queryable } from '../db/database';

/** What an audit row says. */
export interface AuditEntry {
  actor: string;
  /** `domain.verb`, as the operation's id. */
  action: string;
  objectType: string;
  objectId: string;
  outcome: 'done' | 'denied';
  requestId: string | null;
  detail?: Record<string, unknown>;
}

const MAX_DETAIL = 16_000;

/**
 * Appends audit rows. Give the transaction of the change, so that change and trail stand or fall together.
 * Texts longer than their columns are cut.
 */
export async function writeAudit(on: Queryable, entries: readonly AuditEntry[], now: Date): Promise<void> {
  if (entries.length === 0) return;
  const time = wholeSeconds(now);
  await on.auditEvent.createMany({
    data: entries.map((entry) => {
      const detail = entry.detail ? JSON.stringify(entry.detail) : null;
      return {
        time,
        actor: entry.actor.slice(0, 128),
        action: entry.action,
        objectType: entry.objectType,
        objectId: entry.objectId.slice(0, 255),
        outcome: entry.outcome,
        requestId: entry.requestId,
        detail:
          detail && detail.length > MAX_DETAIL
            ? JSON.stringify({ cut: true, text: detail.slice(0, MAX_DETAIL / 2) })
            : detail,
      };
    }),
  });
}

const recent = new Map<string, number>();
const SAME_DENIAL_MS = 60_000;
const REMEMBERED = 5000;

/**
 * Records a denied access. The same denial of the same actor counts once a minute, so that a program that keeps trying
 * cannot fill the table; a database that does not answer does not turn a refusal into another error.
 */
export async function auditDenial(database: Database, entry: Omit<AuditEntry, 'outcome'>, now: Date): Promise<void> {
  const key = `${entry.actor}\n${entry.action}\n${entry.objectType}\n${entry.objectId}`;
  const last = recent.get(key);
  if (last !== undefined && now.getTime() - last < SAME_DENIAL_MS) return;
  if (recent.size >= REMEMBERED) recent.clear();
  recent.set(key, now.getTime());
  await writeAudit(database.client, [{ ...entry, outcome: 'denied' }], now).catch(() => {
    recent.delete(key);
  });
}
