import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import { clearExpiry, findExpired, findResource, findResourcesToPurge } from '../resources/store';
import { trashResource } from '../trash';
import { findVersionsToPurge, purgeResource, purgeVersion } from './store';

/** Days that something deleted can be restored. */
const TRASH_DAYS = 14;

/** When something that is deleted at a time lets go of its bytes. */
export function purgeTimeAfter(time: Date): Date {
  return new Date(time.getTime() + TRASH_DAYS * 86_400_000);
}

/** Deletes resources whose expiry has come; returns how many. */
async function trashExpired(context: Context, limit: number, signal: AbortSignal): Promise<number> {
  const { database, clock } = context;
  const now = clock.now();
  const expired = await findExpired(database, now, limit);
  for (const resourceId of expired) {
    if (signal.aborted) break;
    await database.transaction(async (on) => {
      const resource = await findResource(database, resourceId, on);
      // A Linkis beside us may have deleted it before.
      if (resource?.enabled) await trashResource(context, on, resourceId, purgeTimeAfter(now));
      else await clearExpiry(on, resourceId);
    });
  }
  return expired.length;
}

/**
 * Deletes what has expired, and lets deleted resources and versions go of their bytes when their time is over; the
 * collection then removes the bytes. Every one in a transaction of its own, with its trail.
 * @returns whether there is more than the limit
 */
export async function purgeDue(context: Context, limit: number, signal: AbortSignal): Promise<boolean> {
  const { database, clock, actor, requestId } = context;
  const now = clock.now();
  const trail = { actor: actor.name, requestId, objectType: 'libraryResource', outcome: 'done' } as const;
  const expired = await trashExpired(context, limit, signal);
  const versions = await findVersionsToPurge(database, now, limit);
  for (const due of versions) {
    if (signal.aborted) return true;
    await database.transaction(async (on) => {
      if (!(await purgeVersion(on, due, now))) return;
      const entry = { ...trail, action: 'library.purgeVersion', objectId: due.resourceId };
      await writeAudit(on, [{ ...entry, detail: { version: due.version } }], now);
    });
  }
  const resources = await findResourcesToPurge(database, now, limit);
  for (const resourceId of resources) {
    if (signal.aborted) return true;
    await database.transaction(async (on) => {
      if (await purgeResource(on, resourceId, now))
        await writeAudit(on, [{ ...trail, action: 'library.purgeResource', objectId: resourceId }], now);
    });
  }
  return [expired, versions.length, resources.length].includes(limit);
}
