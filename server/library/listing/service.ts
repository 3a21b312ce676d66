import type { BmlBasic, BmlResources, BmlVersions } from '@/contracts/linkis-bml';
import { type Actor, hasRole } from '@/server/platform/auth/actor';
import type { Context } from '@/server/platform/context';
import { getReadable } from '../access/service';
import { expiryOf } from '../rules/expiry';
import { linkisPage } from '../rules/linkis-paging';
import { DEFAULT_SYSTEM } from '../uploads/service';
import { findVersionRows } from '../versions/store';
import { countOwned, findOwned } from './store';

/** Page number and size as Linkis' clients give them. */
interface Paging {
  currentPage?: string;
  pageSize?: string;
}

/** Where bytes lie, as far as the actor may know: only administrators see paths of other storages. */
function shownLocation(actor: Actor, location: string, resourceId: string, version: string): string {
  return location.startsWith('blob:') || hasRole(actor, 'admin') ? location : `bml:${resourceId}/${version}`;
}

/** Versions of a resource, newest first. @throws AppError not_found, forbidden */
export async function listVersions(
  context: Context,
  { resourceId, currentPage, pageSize }: Paging & { resourceId?: string },
): Promise<BmlVersions> {
  const resource = await getReadable(context, resourceId);
  const versions = (await findVersionRows(context.database, [resource.resourceId])).filter((row) => row.enabled);
  const { offset, size } = linkisPage(currentPage, pageSize, versions.length);
  return {
    ResourceVersions: {
      resourceId: resource.resourceId,
      user: resource.owner,
      total: versions.length,
      versions: versions.slice(offset, offset + size).map((row) => ({
        version: row.version,
        resource: shownLocation(context.actor, row.location, row.resourceId, row.version),
        size: row.sizeBytes,
        md5: row.md5,
        sha256: row.sha256,
        createTime: row.createdTime.getTime(),
        creator: row.createdBy,
      })),
    },
  };
}

/** Versions of the resources that the actor owns in a system, newest first; and the system. */
export async function listOwnResources(
  context: Context,
  { system = DEFAULT_SYSTEM, currentPage, pageSize }: Paging & { system?: string },
): Promise<{ system: string; data: BmlResources }> {
  const { database, actor } = context;
  const total = await countOwned(database, actor.name, system);
  const rows = await findOwned(database, actor.name, system, linkisPage(currentPage, pageSize, total));
  const resources = rows.map(({ owner, resourceId, version, location }) => ({
    user: owner,
    resourceId,
    version,
    resource: shownLocation(actor, location, resourceId, version),
  }));
  return { system, data: { Resources: resources } };
}

/** Owner, creation and expiry of a resource. @throws AppError not_found, forbidden */
export async function getBasic(context: Context, resourceId: string | undefined): Promise<BmlBasic> {
  const { database } = context;
  const { owner, downloadedFileName, createdTime, expiry, ...row } = await getReadable(context, resourceId);
  const expires = expiry === null ? null : expiryOf(expiry, createdTime, database.fromColumnTime);
  return {
    basic: {
      resourceId: row.resourceId,
      owner,
      downloadedFileName,
      system: null,
      // What an older client has written and nobody understands is shown as it is.
      expireTime: expires ? database.toColumnTime(expires) : (expiry ?? 'Resource not expired(资源不过期)'),
      numberOfVerions: 10,
      createTime: createdTime.getTime(),
    },
  };
}

/** Refuses who may not see the resource. @throws AppError not_found, forbidden */
export async function checkVisible(context: Context, resourceId: string | undefined): Promise<void> {
  await getReadable(context, resourceId);
}
