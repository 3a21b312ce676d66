import { randomUUID } from 'node:crypto';
import { LOG_STREAMS, type LogStream } from '@/contracts/engine-logs';
import { writeAudit } from '@/server/platform/audit/writer';
import { wholeSeconds } from '@/server/platform/clock';
import type { Database } from '@/server/platform/db/database';
import { joinSql, sql } from '@/server/platform/db/dialect';

/** States of a stream in the archive: waiting, there, given up, nothing was there to archive, removed by the retention. */
type ArchiveState = 'pending' | 'archived' | 'failed' | 'absent' | 'expired';

/** One stream of one engine as the archive knows it. Times are whole seconds in UTC, sizes bytes. */
export interface ArchiveRow {
  id: number;
  ticketId: string;
  stream: LogStream;
  state: ArchiveState;
  stateTime: Date;
  endedTime: Date | null;
  attempts: number;
  /** Why it is absent or failed, what went wrong last, or what an archived log lacks. */
  error: string | null;
  rawBytes: number | null;
  storedBytes: number | null;
  blockBytes: number | null;
  sha256: string | null;
  indexSha256: string | null;
  storage: 'local' | 's3' | null;
  storageKey: string | null;
  pendingKey: string | null;
  /** When the log was last written to. */
  modifiedTime: Date | null;
  archivedTime: Date | null;
  expiresTime: Date | null;
}

type PrismaRow = NonNullable<Awaited<ReturnType<Database['client']['logArchive']['findFirst']>>>;

function toRow({ rawBytes, storedBytes, ...row }: PrismaRow): ArchiveRow {
  return {
    ...row,
    stream: row.stream as LogStream,
    state: row.state as ArchiveState,
    storage: row.storage as ArchiveRow['storage'],
    rawBytes: rawBytes === null ? null : Number(rawBytes),
    storedBytes: storedBytes === null ? null : Number(storedBytes),
  };
}

/** What the archive knows of an engine's streams; those that it has not heard of are left out. */
export async function findArchives(database: Database, ticketId: string): Promise<ArchiveRow[]> {
  const rows = await database.guard(() => database.client.logArchive.findMany({ where: { ticketId } }));
  return rows.map(toRow);
}

/** What the archive knows of one stream; null when it has not heard of it. */
export async function findArchive(database: Database, ticketId: string, stream: LogStream): Promise<ArchiveRow | null> {
  const row = await database.guard(() =>
    database.client.logArchive.findUnique({ where: { ticketId_stream: { ticketId, stream } } }),
  );
  return row && toRow(row);
}

/** Puts all streams of engines that are not known yet in line; returns how many engines that were. */
export async function queueEngines(
  database: Database,
  engines: readonly { ticketId: string; endedTime: Date | null }[],
  due: (endedTime: Date | null) => Date,
  now: Date,
): Promise<number> {
  const endedTimes = new Map(engines.map(({ ticketId, endedTime }) => [ticketId, endedTime]));
  if (endedTimes.size === 0) return 0;
  const known = await database.query<{ ticket_id: string }>(
    sql`SELECT DISTINCT ticket_id FROM er_log_archive WHERE ticket_id IN (${joinSql([...endedTimes.keys()])})`,
  );
  for (const { ticket_id } of known) endedTimes.delete(ticket_id);
  if (endedTimes.size === 0) return 0;
  // In one order everywhere, so that two workers wait for each other instead of meeting crosswise.
  const tickets = [...endedTimes].sort(([left], [right]) => (left < right ? -1 : 1));
  const rows = tickets.flatMap(([ticketId, endedTime]) =>
    LOG_STREAMS.map(
      (stream) =>
        sql`(${ticketId}, ${stream}, 'pending', ${wholeSeconds(now)}, ${endedTime && wholeSeconds(endedTime)}, ${wholeSeconds(due(endedTime))}, 0)`,
    ),
  );
  await database.transaction((on) =>
    database.execute(
      sql`${database.dialect.insertIgnoring('er_log_archive')} (ticket_id, stream, state, state_time, ended_time, due_time, attempts)
        VALUES ${joinSql(rows)} ${database.dialect.ignoring}`,
      on,
    ),
  );
  return tickets.length;
}

/** A claim is renewed long before it ends; what a killed worker had waits so long. */
const CLAIM_MS = 180_000;

/** When a claim that is made or renewed now ends. */
export function claimEnd(now: Date): Date {
  return new Date(now.getTime() + CLAIM_MS);
}

/** Rows that a worker has to itself for a while. */
export interface ClaimedRows {
  claimId: string;
  rows: ArchiveRow[];
}

/** States in which a row can be due: waiting, archived and to be looked at again, expired and to be removed. */
type DueState = Extract<ArchiveState, 'pending' | 'archived' | 'expired'>;

/**
 * Claims rows of one state that are due, the longest due first.
 * @param until when the claim ends unless it is renewed
 */
export async function claimDue(
  database: Database,
  state: DueState,
  now: Date,
  until: Date,
  limit: number,
): Promise<ClaimedRows> {
  const claimId = randomUUID();
  // By the client: only it compares times in the very form in which it wrote them.
  const due = await database.query<{ id: number }>(
    sql`SELECT id FROM ${database.dialect.byIndex('er_log_archive', 'er_log_archive_due')}
      WHERE state = ${state} AND due_time <= ${now} ORDER BY due_time, id LIMIT ${limit}`,
    database.client,
  );
  if (due.length === 0) return { claimId, rows: [] };
  const ids = due.map(({ id }) => Number(id));
  // The condition lets one of several workers have a row: for the next it is no longer due.
  await database.execute(
    sql`UPDATE er_log_archive SET claim_id = ${claimId}, due_time = ${wholeSeconds(until)}
      WHERE id IN (${joinSql(ids)}) AND state = ${state} AND due_time <= ${now}`,
  );
  const rows = await database.guard(() =>
    database.client.logArchive.findMany({
      where: { id: { in: ids }, claimId },
      orderBy: [{ ticketId: 'asc' }, { id: 'asc' }],
    }),
  );
  return { claimId, rows: rows.map(toRow) };
}

/** Changes of a row; what is left out stays. */
export interface ArchiveChange extends Partial<Omit<ArchiveRow, 'id' | 'ticketId' | 'stream'>> {
  dueTime?: Date | null;
  sourceInstance?: string | null;
  sourceEcm?: string | null;
}

/**
 * Changes claimed rows.
 * @param release whether the claim ends with it
 * @returns how many of them were still claimed; the others are left alone
 */
export async function changeClaimed(
  database: Database,
  claimId: string,
  ids: readonly number[],
  change: ArchiveChange,
  release: boolean,
): Promise<number> {
  if (ids.length === 0) return 0;
  const { count } = await database.guard(() =>
    database.client.logArchive.updateMany({
      where: { id: { in: [...ids] }, claimId },
      data: { ...change, ...(release ? { claimId: null } : {}) },
    }),
  );
  return count;
}

/** Marks archives whose time has come as expired, in one transaction with its trail; returns how many. */
export async function expireArchives(database: Database, now: Date, limit: number): Promise<number> {
  const stateTime = wholeSeconds(now);
  const old = await database.query<{ id: number; ticket_id: string; stream: string }>(
    sql`SELECT id, ticket_id, stream FROM ${database.dialect.byIndex('er_log_archive', 'er_log_archive_expires')}
      WHERE state = 'archived' AND expires_time <= ${stateTime} ORDER BY expires_time, id LIMIT ${limit}`,
    database.client,
  );
  if (old.length === 0) return 0;
  return database.transaction(async (on) => {
    // Claims end too: whoever looks at the archive right now does not write to an expired row.
    const { count } = await on.logArchive.updateMany({
      where: { id: { in: old.map(({ id }) => Number(id)) }, state: 'archived' },
      data: { state: 'expired', stateTime, dueTime: stateTime, claimId: null },
    });
    const entry = { actor: 'system', action: 'engineLogs.expire', objectType: 'logArchive', requestId: null };
    const logs = old.map(({ ticket_id, stream }) => `${ticket_id}/${stream}`);
    if (count > 0)
      await writeAudit(on, [{ ...entry, objectId: `${count} logs`, outcome: 'done', detail: { logs } }], now);
    return count;
  });
}
