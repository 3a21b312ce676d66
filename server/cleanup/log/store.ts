import type { CleanupLogAction } from '@/contracts/cleanup-log';
import { wholeSeconds } from '@/server/platform/clock';
import type { Database, Queryable } from '@/server/platform/db/database';

/** An entry of a run's log as the database has it. */
type LogRow = NonNullable<Awaited<ReturnType<Database['client']['cleanupEvent']['findUnique']>>>;

/** What happened to a run. */
export interface LogEntry {
  action: CleanupLogAction;
  actor: string;
  detail: Record<string, unknown>;
}

const MAX_DETAIL = 16_000;

/** Appends to the log of a run. Give the transaction of what happened. A detail that is too long is left out. */
export async function insertLog(
  on: Queryable,
  runId: number,
  { action, actor, detail }: LogEntry,
  now: Date,
): Promise<void> {
  const text = JSON.stringify(detail);
  await on.cleanupEvent.create({
    data: {
      runId,
      time: wholeSeconds(now),
      actor: actor.slice(0, 128),
      action,
      detail: text.length > MAX_DETAIL ? '{}' : text,
    },
  });
}

/** The log of a run, oldest or newest first, behind an entry. */
export function findLog(
  database: Database,
  runId: number,
  order: 'asc' | 'desc',
  beyondId: number | undefined,
  most: number,
): Promise<LogRow[]> {
  const beyond = beyondId === undefined ? {} : { id: order === 'asc' ? { gt: beyondId } : { lt: beyondId } };
  return database.guard(() =>
    database.client.cleanupEvent.findMany({ where: { runId, ...beyond }, orderBy: { id: order }, take: most }),
  );
}
