import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { AppError } from '@/server/platform/errors';
import { requireRead, requireWrite } from '../policy';
import { findSharedPrivileges } from '../projects/store';
import { findResource, lockResource, type ResourceRow } from '../resources/store';

/** Code by which Linkis' clients know that an id or a version is missing, unknown or deleted. */
export const ILLEGAL = 78361;

/** Longest id of a resource. */
const LONGEST_ID = 50;

/** The error for an id that is missing, unknown or deleted. */
export function illegalResource(resourceId: string | undefined): AppError {
  const message = resourceId
    ? `There is no resource ${resourceId.slice(0, 60)}, or it is deleted.`
    : 'resourceId: is needed, the id of a resource.';
  return new AppError(resourceId ? 'not_found' : 'invalid_input', message, {
    linkisCode: ILLEGAL,
    faults: [{ path: 'resourceId', message: resourceId ? 'unknown or deleted' : 'is needed' }],
  });
}

/** Whether a text can be the id of a resource. */
function isId(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '' && text.trim().length <= LONGEST_ID;
}

async function getLive(context: Context, resourceId: string | undefined, on?: Queryable): Promise<ResourceRow> {
  const row = isId(resourceId) ? await findResource(context.database, resourceId.trim(), on) : null;
  if (!row?.enabled) throw illegalResource(resourceId);
  return row;
}

async function privilegeOver(context: Context, { resourceId }: ResourceRow, on?: Queryable): Promise<number> {
  const shared = await findSharedPrivileges(context.database, [resourceId], context.actor.name, on);
  return shared.get(resourceId) ?? 0;
}

/** A resource that is there and that the actor may read. @throws AppError not_found, forbidden */
export async function getReadable(context: Context, resourceId: string | undefined): Promise<ResourceRow> {
  const row = await getLive(context, resourceId);
  requireRead(context.actor, row, await privilegeOver(context, row));
  return row;
}

/** A resource that is there and that the actor may change. @throws AppError not_found, forbidden, conflict (a material) */
export async function getWritable(context: Context, resourceId: string | undefined): Promise<ResourceRow> {
  const row = await getLive(context, resourceId);
  requireWrite(context.actor, row, await privilegeOver(context, row));
  return row;
}

/**
 * The same in the transaction of the change, which nobody else's change of the resource's versions comes between.
 * @throws AppError not_found, forbidden, conflict (a material)
 */
export async function lockWritable(
  context: Context,
  on: Queryable,
  resourceId: string | undefined,
): Promise<ResourceRow> {
  // Without such a resource there is nothing to lock, and the row that the lock made goes with the transaction.
  if (isId(resourceId)) await lockResource(context.database, on, resourceId.trim());
  const row = await getLive(context, resourceId, on);
  requireWrite(context.actor, row, await privilegeOver(context, row, on));
  return row;
}
