import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { AppError } from '@/server/platform/errors';
import { audit, journal } from './changes';
import {
  clearExpiry,
  findResource,
  lockResource,
  type ResourceRow,
  setResourceDeletion,
  setResourceEnabled,
} from './resources/store';
import {
  ensureVersionStates,
  findVersionRow,
  findVersionRows,
  type LibraryVersionRow,
  setProtection,
  setVersionDeletion,
  setVersionsEnabled,
} from './versions/store';

const ILLEGAL = 78361;

async function getVersion(
  context: Context,
  on: Queryable,
  resourceId: string,
  version: string,
): Promise<LibraryVersionRow> {
  await lockResource(context.database, on, resourceId);
  const row = await findVersionRow(context.database, resourceId, version, on);
  if (row) return row;
  throw new AppError('not_found', `There is no version ${version} of resource ${resourceId}.`, { linkisCode: ILLEGAL });
}

async function getResource(context: Context, on: Queryable, resourceId: string): Promise<ResourceRow> {
  await lockResource(context.database, on, resourceId);
  const row = await findResource(context.database, resourceId, on);
  if (row) return row;
  throw new AppError('not_found', `There is no resource ${resourceId}.`, { linkisCode: ILLEGAL });
}

/**
 * Deletes a version: it is no longer found, and lets go of its bytes at `purgeTime`.
 * @throws AppError not_found, conflict when it is protected
 */
export async function trashVersion(
  context: Context,
  on: Queryable,
  resourceId: string,
  version: string,
  purgeTime: Date,
  clientIp = '',
): Promise<void> {
  const { database, actor, clock } = context;
  const row = await getVersion(context, on, resourceId, version);
  if (!row.enabled)
    throw new AppError('not_found', `Version ${version} of resource ${resourceId} is deleted already.`, {
      linkisCode: ILLEGAL,
    });
  if (row.protected)
    throw new AppError(
      'conflict',
      `Version ${version} is protected by ${row.protected.by}. Take the protection away first, then delete it.`,
      { linkisCode: ILLEGAL },
    );
  await ensureVersionStates(database, on, [row]);
  await setVersionsEnabled(database, on, resourceId, [version], false);
  await setVersionDeletion(on, resourceId, row.number, { by: actor.name, time: clock.now(), purgeTime });
  const about = { resourceId, version: null, system: null, clientIp };
  await journal(context, on, { ...about, operation: 'deleteVersion', extra: `version ${version}` });
  await audit(context, on, 'library.deleteVersion', resourceId, { version, purgeTime: purgeTime.toISOString() });
}

/**
 * Takes the deletion of a version back.
 * @throws AppError not_found, conflict when it is not deleted, gone when its bytes are purged
 */
export async function restoreVersion(
  context: Context,
  on: Queryable,
  resourceId: string,
  version: string,
): Promise<void> {
  const row = await getVersion(context, on, resourceId, version);
  if (!row.deleted)
    throw new AppError('conflict', `Version ${version} of resource ${resourceId} is not deleted here.`, {
      linkisCode: ILLEGAL,
    });
  if (isPurged(row))
    throw new AppError('gone', `Version ${version} was deleted too long ago: its bytes are removed.`, {
      linkisCode: ILLEGAL,
    });
  const resource = await getResource(context, on, resourceId);
  // In a deleted resource it comes back with the resource.
  if (resource.enabled) await setVersionsEnabled(context.database, on, resourceId, [version], true);
  await setVersionDeletion(on, resourceId, row.number, null);
  await audit(context, on, 'library.restoreVersion', resourceId, { version });
}

/** Whether a version that was stored here has let go of its bytes. */
export function isPurged(row: LibraryVersionRow): boolean {
  return row.sha256 === null && row.location.startsWith('blob:');
}

/**
 * Deletes a resource with all its versions; they let go of their bytes at `purgeTime`.
 * @throws AppError not_found
 */
export async function trashResource(
  context: Context,
  on: Queryable,
  resourceId: string,
  purgeTime: Date,
  clientIp = '',
): Promise<void> {
  const { database, actor, clock } = context;
  const { system } = await getResource(context, on, resourceId);
  const versions = await findVersionRows(database, [resourceId], on);
  if (!(await setResourceEnabled(database, on, resourceId, false)))
    throw new AppError('not_found', `Resource ${resourceId} is deleted already.`, { linkisCode: ILLEGAL });
  // Versions that Linkis had deleted before are noted, so that restoring does not bring them back.
  const gone = versions.filter((row) => !row.enabled && row.deleted === null);
  await ensureVersionStates(database, on, gone);
  for (const { number } of gone)
    await setVersionDeletion(on, resourceId, number, { by: 'linkis', time: clock.now(), purgeTime: null });
  const live = versions.filter((row) => row.enabled).map(({ version }) => version);
  await setVersionsEnabled(database, on, resourceId, live, false);
  await setResourceDeletion(on, resourceId, { by: actor.name, time: clock.now(), purgeTime });
  const extra = `versions ${live.join(', ')}`;
  await journal(context, on, { resourceId, version: null, operation: 'deleteResource', system, clientIp, extra });
  await audit(context, on, 'library.deleteResource', resourceId, {
    versions: live,
    purgeTime: purgeTime.toISOString(),
  });
}

/**
 * Takes the deletion of a resource back, with the versions that were deleted with it.
 * @throws AppError not_found, conflict when it is not deleted, gone when its bytes are purged
 */
export async function restoreResource(context: Context, on: Queryable, resourceId: string): Promise<void> {
  const { database } = context;
  const resource = await getResource(context, on, resourceId);
  if (!resource.deleted)
    throw new AppError('conflict', `Resource ${resourceId} is not deleted here.`, { linkisCode: ILLEGAL });
  const versions = await findVersionRows(database, [resourceId], on);
  const back = versions.filter((row) => row.deleted === null);
  if (back.some(isPurged))
    throw new AppError('gone', `Resource ${resourceId} was deleted too long ago: its bytes are removed.`, {
      linkisCode: ILLEGAL,
    });
  await setResourceEnabled(database, on, resourceId, true);
  await setVersionsEnabled(
    database,
    on,
    resourceId,
    back.map(({ version }) => version),
    true,
  );
  await setResourceDeletion(on, resourceId, null);
  // Otherwise one that had expired would be deleted again at once.
  await clearExpiry(on, resourceId);
  await audit(context, on, 'library.restoreResource', resourceId, {});
}

/** Protects a version from being deleted, or takes the protection away (null). @throws AppError not_found */
export async function setVersionProtection(
  context: Context,
  on: Queryable,
  resourceId: string,
  version: string,
  protection: { note: string | null } | null,
): Promise<void> {
  const { database, actor, clock } = context;
  const row = await getVersion(context, on, resourceId, version);
  await ensureVersionStates(database, on, [row]);
  const by = protection && { by: actor.name, time: clock.now(), note: protection.note };
  await setProtection(on, resourceId, row.number, by);
  const action = protection ? 'library.protectVersion' : 'library.unprotectVersion';
  await audit(context, on, action, resourceId, { version, note: protection?.note });
}
