import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { AppError } from '@/server/platform/errors';
import { type OpenBlob, openBlob } from './blobs/open-blob';
import { addVersion, createResource, type NewVersion } from './changes';
import { openLegacyFile } from './legacy/legacy-file';
import { purgeVersion } from './purge/store';
import { endTrashTime, findResource } from './resources/store';
import { isPurged } from './trash';
import {
  findTrashedVersionRows,
  findVersionBriefRows,
  findVersionRow,
  findVersionRows,
  type LibraryVersionBrief,
  type LibraryVersionRow,
} from './versions/store';

export { collectBlobs, GRACE_SECONDS } from './blobs/collect';
export { type OpenBlob, openBlob } from './blobs/open-blob';
export { storeBlob } from './blobs/store-blob';
export { blobUsage } from './blobs/usage/service';
export { holdBlobs, type NewVersion } from './changes';
export { restoreResource, restoreVersion, setVersionProtection, trashResource, trashVersion } from './trash';
export type { LibraryVersionBrief, LibraryVersionRow } from './versions/store';

/** Most versions of a resource that Linkis keeps by default; it enforces it nowhere, nor do we. */
const MAX_VERSION = 10;

/**
 * Makes the resource of a material, with its first version, in the transaction of the publication.
 * @throws AppError conflict when the bytes are collected by now
 */
export async function createMaterialResource(
  context: Context,
  on: Queryable,
  { owner, ...version }: NewVersion & { owner: string },
): Promise<{ resourceId: string; version: string }> {
  const resource = { owner, system: 'linkis', isMaterial: true, header: null, maxVersion: MAX_VERSION, expiry: null };
  const made = await createResource(context, on, resource, version);
  return { resourceId: made.resourceId, version: made.version };
}

/**
 * Adds a version to the resource of a material, in the transaction of the publication. Numbers grow and are never used
 * again, also beside a Linkis that works on the same tables.
 * @throws AppError not_found without such a resource, conflict when the bytes are collected or Linkis took the number
 */
export async function addMaterialVersion(
  context: Context,
  on: Queryable,
  resourceId: string,
  version: NewVersion,
): Promise<{ version: string }> {
  const resource = await findResource(context.database, resourceId, on);
  if (!resource?.enabled)
    throw new AppError('not_found', `There is no resource ${resourceId} in the library, or it is deleted.`, {
      linkisCode: 78361,
    });
  const made = await addVersion(context, on, resourceId, version, { operation: 'update', system: resource.system });
  return { version: made.version };
}

/** All versions of resources, deleted ones too; of each resource the newest first. @param on the running transaction */
export function findVersions(
  context: Context,
  resourceIds: readonly string[],
  on?: Queryable,
): Promise<LibraryVersionRow[]> {
  return findVersionRows(context.database, resourceIds, on);
}

/** All versions of resources, as much of them as lists show. */
export function findVersionBriefs(context: Context, resourceIds: readonly string[]): Promise<LibraryVersionBrief[]> {
  return findVersionBriefRows(context.database, resourceIds);
}

/** Deleted versions of materials that can still be restored, the last deleted first. */
export function findTrashedVersions(context: Context, limit: number): Promise<LibraryVersionRow[]> {
  return findTrashedVersionRows(context.database, limit);
}

/** Lets a deleted resource go: the next purge takes its bytes, as if its time were over. */
export async function purgeDeletedResource(context: Context, on: Queryable, resourceId: string): Promise<void> {
  await endTrashTime(on, resourceId, context.clock.now());
}

/** Lets a deleted version go of its bytes before its time; false when it is not in the trash or has none. */
export function purgeDeletedVersion(
  context: Context,
  on: Queryable,
  resourceId: string,
  { version, number, deleted }: LibraryVersionRow,
): Promise<boolean> {
  const due = deleted?.purgeTime ?? context.clock.now();
  return purgeVersion(on, { resourceId, number, version }, due);
}

/** One version, deleted or not; null when there is none. */
export function findVersion(context: Context, resourceId: string, version: string): Promise<LibraryVersionRow | null> {
  return findVersionRow(context.database, resourceId, version);
}

/**
 * Opens the bytes of a version, whether they were stored here or by Linkis' own library.
 * @throws AppError gone when they are purged, lost or damaged, source_unreachable when they lie where this server does
 * not read, storage_unavailable
 */
export async function openVersion(context: Context, row: LibraryVersionRow): Promise<OpenBlob> {
  if (row.sha256 !== null) return openBlob(context, row.sha256);
  if (isPurged(row))
    throw new AppError('gone', `Version ${row.version} was deleted, and its bytes are removed by now.`, {
      linkisCode: 70068,
    });
  return openLegacyFile(context, row);
}
