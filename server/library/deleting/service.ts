import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { ILLEGAL, lockWritable } from '../access/service';
import { purgeTimeAfter } from '../purge/purge';
import { trashResource, trashVersion } from '../trash';

/** Deletes a version. @throws AppError invalid_input, not_found, forbidden, conflict (a material, or protected) */
export async function deleteVersion(
  context: Context,
  { resourceId, version }: { resourceId?: string; version?: string },
  address: string | null,
): Promise<void> {
  if (!resourceId?.trim() || !version?.trim())
    throw new AppError('invalid_input', 'resourceId and version are needed to delete a version.', {
      linkisCode: ILLEGAL,
      faults: [{ path: resourceId?.trim() ? 'version' : 'resourceId', message: 'is needed' }],
    });
  const { database, clock } = context;
  await database.transaction(async (on) => {
    const { resourceId: id } = await lockWritable(context, on, resourceId);
    await trashVersion(context, on, id, version.trim().slice(0, 20), purgeTimeAfter(clock.now()), address ?? '');
  });
}

/** Deletes a resource with its versions. @throws AppError invalid_input, not_found, forbidden, conflict (a material) */
export async function deleteResource(
  context: Context,
  resourceId: string | undefined,
  address: string | null,
): Promise<void> {
  await deleteAll(context, [resourceId], address);
}

/** Deletes resources with their versions, all or none. @throws AppError as deleteResource */
export async function deleteResources(
  context: Context,
  resourceIds: readonly string[] | undefined,
  address: string | null,
): Promise<void> {
  if (resourceIds === undefined || resourceIds.length === 0)
    throw new AppError('invalid_input', 'resourceIds: is needed, a list of ids of resources.', {
      linkisCode: ILLEGAL,
      faults: [{ path: 'resourceIds', message: resourceIds ? 'is empty' : 'is needed' }],
    });
  await deleteAll(context, [...new Set(resourceIds)].sort(), address);
}

/** In one order everywhere, so that two requests wait for each other instead of meeting crosswise. */
async function deleteAll(
  context: Context,
  resourceIds: readonly (string | undefined)[],
  address: string | null,
): Promise<void> {
  const { database, clock } = context;
  await database.transaction(async (on) => {
    for (const resourceId of resourceIds) {
      const { resourceId: id } = await lockWritable(context, on, resourceId);
      await trashResource(context, on, id, purgeTimeAfter(clock.now()), address ?? '');
    }
  });
}
