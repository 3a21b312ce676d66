import type { z } from 'zod';
import type { CleanupLogAction, listCleanupLog } from '@/contracts/cleanup-log';
import type { Context } from '@/server/platform/context';
import { needAdministrator } from '../policy';
import { readCursor } from '../rules/cursor';
import { needRun } from '../runs/runs';
import { findLog } from './store';

/** What happened to a run. @throws AppError forbidden, not_found, invalid_input (cursor) */
export async function readRunLog(
  context: Context,
  runId: number,
  { pageSize, cursor, order }: z.output<(typeof listCleanupLog)['query']>,
): Promise<z.output<(typeof listCleanupLog)['data']>> {
  needAdministrator(context.actor);
  await needRun(context, runId);
  const rows = await findLog(context.database, runId, order, readCursor(cursor), pageSize + 1);
  const page = rows.slice(0, pageSize);
  return {
    items: page.map(({ id, time, actor, action, detail }) => ({
      id,
      time: time.toISOString(),
      actor,
      action: action as CleanupLogAction,
      detail: JSON.parse(detail) as Record<string, unknown>,
    })),
    nextCursor: rows.length > pageSize ? String(page.at(-1)?.id) : null,
  };
}
