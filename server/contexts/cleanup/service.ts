import { type AuditEntry, writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { isNamed } from '../access';
import { haidOfRow } from '../ids/service';
import { needMayClean } from '../policy';
import { removeContexts } from '../removal/store';
import { contextError, emptyParameter } from '../rules/errors';
import { decodeHaid, type Haid } from '../rules/haid';
import { readTimeRange, TIME_BOUND_NAMES } from '../rules/time-range';
import type { Body } from '../values/service';
import { findIdsInRange, findInRange, lockByIds, lockInRange } from './store';

/** Most contexts on a page, and in one call of clearAllContextByID. */
const MOST = 5000;
/** Contexts that one transaction of clearAllContextByTime removes. */
const BATCH = 500;

/** Query of searchContextIDByTime. */
export interface TimeQuery extends Body {
  pageNow?: number;
  pageSize?: number;
}

/**
 * External ids of the contexts in a range of times, by number, at most 5,000 a page; past the end there are none.
 * Administrators only. A context whose aliases cannot stand in an external id is left out.
 *
 * @throws AppError forbidden (20033), invalid_input (20032 without a bound)
 */
export async function searchContextIdsByTime(context: Context, query: TimeQuery): Promise<string[]> {
  needMayClean(context.actor);
  const range = readTimeRange(query);
  if (!range) throw emptyParameter(`${TIME_BOUND_NAMES.join(', ')} cannot be all null.`);
  const page = Math.max(1, query.pageNow ?? 1);
  const given = query.pageSize ?? 0;
  const size = given <= 0 || given > MOST ? MOST : given;
  const rows = await findInRange(context.database, range, { offset: (page - 1) * size, size });
  return rows.map((row) => haidOfRow(context, row)).filter((haid) => haid !== null);
}

/** Numbers that one audit row names; it holds no more text. */
const AUDITED = 1000;

async function audit(context: Context, on: Queryable, ids: readonly number[], detail: Record<string, unknown>) {
  const entries: AuditEntry[] = [];
  for (let start = 0; start < ids.length; start += AUDITED) {
    const some = ids.slice(start, start + AUDITED);
    entries.push({
      actor: context.actor.name,
      action: 'contexts.clear',
      objectType: 'context',
      objectId: some.length === 1 ? String(some[0]) : `${some.length} contexts`,
      outcome: 'done',
      requestId: context.requestId,
      detail: { ...detail, ids: some },
    });
  }
  await writeAudit(on, entries, context.clock.now());
}

/**
 * Removes contexts by their external ids with all that they have, all or none. Entries that are no external ids, or
 * name no context, are passed over. Administrators only.
 *
 * @returns how many contexts were removed
 * @throws AppError forbidden (20033), invalid_input (20032 without a list, 97000 with more than 5,000)
 */
export async function clearContextsById(context: Context, body: Body): Promise<number> {
  needMayClean(context.actor);
  const { idList } = body;
  if (!Array.isArray(idList) || idList.length === 0) throw emptyParameter('idList');
  if (idList.length > MOST)
    throw contextError(97000, `idList size : ${idList.length} is over max page size : ${MOST}; send it in parts`, {
      field: 'idList',
    });
  const wanted = new Map<number, Haid[]>();
  for (const text of new Set(idList)) {
    const haid = typeof text === 'string' ? decodeHaid(text) : null;
    if (haid) wanted.set(haid.id, [...(wanted.get(haid.id) ?? []), haid]);
  }
  if (wanted.size === 0) return 0;
  const { database } = context;
  return database.transaction(async (on) => {
    const rows = await lockByIds(database, on, [...wanted.keys()]);
    const named = rows.filter((row) => wanted.get(row.id)?.some((haid) => isNamed(context, row, haid)));
    const ids = named.map(({ id }) => id);
    if (ids.length === 0) return 0;
    const removed = await removeContexts(database, on, ids);
    await audit(context, on, ids, { by: 'id' });
    return removed;
  });
}

/**
 * Removes the contexts in a range of times with all that they have, in short transactions by number. A context that is
 * used meanwhile, so that it is no longer in the range, stays. Administrators only.
 *
 * @returns how many contexts were removed
 * @throws AppError forbidden (20033), invalid_input (20032 without a bound)
 */
export async function clearContextsByTime(context: Context, body: Body): Promise<number> {
  needMayClean(context.actor);
  if (Object.keys(body).length === 0) throw emptyParameter('idList');
  const range = readTimeRange(body);
  if (!range) throw emptyParameter(TIME_BOUND_NAMES.join(', '));
  const { database } = context;
  let removed = 0;
  for (let after = 0; ; ) {
    const ids = await findIdsInRange(database, range, { after, size: BATCH });
    removed += await database.transaction(async (on) => {
      const still = ids.length === 0 ? [] : await lockInRange(database, on, range, ids);
      if (still.length === 0) return 0;
      const number = await removeContexts(database, on, still);
      await audit(context, on, still, { by: 'time', range });
      return number;
    });
    after = ids.at(-1) ?? after;
    if (ids.length < BATCH) return removed;
  }
}
