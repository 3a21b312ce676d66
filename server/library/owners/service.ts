import { randomUUID } from 'node:crypto';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { getWritable, ILLEGAL, lockWritable } from '../access/service';
import type { StoredBlob } from '../blobs/digest';
import { storeBlob } from '../blobs/store-blob';
import { addVersion, audit, holdBlobs, journal } from '../changes';
import { requireOwner } from '../policy';
import { insertResource, setOwner } from '../resources/store';
import { openVersion } from '../service';
import { findVersionRow, findVersionRows, insertVersion, type LibraryVersionRow } from '../versions/store';

const LONGEST_NAME = 128;

/** A text that a body must have. @throws AppError invalid_input */
function needed(path: string, text: string | undefined): string {
  if (text !== undefined && text.trim() !== '' && text.length <= LONGEST_NAME) return text.trim();
  const message = text?.trim() ? `longer than ${LONGEST_NAME} characters` : 'is needed';
  throw new AppError('invalid_input', `${path}: ${message}.`, { linkisCode: ILLEGAL, faults: [{ path, message }] });
}

/** The bytes of a version as a blob; those that Linkis has stored are taken over. */
async function blobOf(context: Context, row: LibraryVersionRow): Promise<StoredBlob> {
  if (row.sha256 !== null && row.fault === null) return { sha256: row.sha256, md5: row.md5, size: row.sizeBytes };
  return storeBlob(context, (await openVersion(context, row)).stream());
}

/**
 * Makes a new version of the bytes of an older one. Nothing changes when that fails.
 * @throws AppError invalid_input, not_found, forbidden, conflict (a material), gone
 */
export async function rollbackVersion(
  context: Context,
  body: { resourceId?: string; version?: string },
  address: string | null,
): Promise<{ resourceId: string; version: string }> {
  const wanted = needed('version', body.version);
  const { resourceId } = await getWritable(context, needed('resourceId', body.resourceId));
  const row = await findVersionRow(context.database, resourceId, wanted);
  if (!row?.enabled)
    throw new AppError('not_found', `Resource ${resourceId} has no version ${wanted}, or it is deleted.`, {
      linkisCode: ILLEGAL,
      faults: [{ path: 'version', message: 'unknown or deleted' }],
    });
  const blob = await blobOf(context, row);
  const { contentSha256, fileName } = row;
  const version = { blob, contentSha256, fileName, note: `as ${row.version}`, clientIp: address ?? '' };
  return context.database.transaction(async (on) => {
    await lockWritable(context, on, resourceId);
    const how = { operation: 'rollbackVersion', system: null, detail: { from: row.version } } as const;
    const made = await addVersion(context, on, resourceId, version, how);
    return { resourceId, version: made.version };
  });
}

/**
 * Gives a resource to somebody else.
 * @throws AppError invalid_input, not_found, forbidden, conflict when it does not belong to `oldOwner`
 */
export async function changeOwner(
  context: Context,
  body: { resourceId?: string; oldOwner?: string; newOwner?: string },
): Promise<void> {
  const { database, actor, clock } = context;
  const oldOwner = needed('oldOwner', body.oldOwner);
  const newOwner = needed('newOwner', body.newOwner);
  await database.transaction(async (on) => {
    const resource = await lockWritable(context, on, needed('resourceId', body.resourceId));
    requireOwner(actor, resource);
    const { resourceId } = resource;
    if (!(await setOwner(database, on, resourceId, oldOwner, newOwner, clock.now())))
      throw new AppError('conflict', `Resource ${resourceId} does not belong to ${oldOwner}.`, {
        linkisCode: ILLEGAL,
        faults: [{ path: 'oldOwner', message: 'not the owner' }],
      });
    await audit(context, on, 'library.changeOwner', resourceId, { oldOwner, newOwner });
  });
}

/**
 * Makes a resource for somebody else, with the versions that there are now, under their numbers.
 * @throws AppError invalid_input, not_found, forbidden, conflict (a material), gone
 */
export async function copyResource(
  context: Context,
  body: { resourceId?: string; anotherUser?: string },
  address: string | null,
): Promise<{ resourceId: string }> {
  const { database, clock, actor } = context;
  const owner = needed('anotherUser', body.anotherUser);
  const source = await getWritable(context, needed('resourceId', body.resourceId));
  const rows = (await findVersionRows(database, [source.resourceId])).filter((row) => row.enabled).reverse();
  const copies: { row: LibraryVersionRow; blob: StoredBlob }[] = [];
  for (const row of rows) copies.push({ row, blob: await blobOf(context, row) });
  const resourceId = randomUUID();
  const clientIp = address ?? '';
  await database.transaction(async (on) => {
    const resource = { resourceId, owner, system: source.system, isMaterial: false, header: null, maxVersion: 10 };
    await insertResource(database, on, { ...resource, expiry: null }, rows.at(-1)?.number ?? 0, clock.now());
    for (const { row, blob } of copies) {
      await holdBlobs(context, on, [blob.sha256, row.contentSha256]);
      const { number, version, contentSha256, fileName, note } = row;
      const content = { sha256: blob.sha256, md5: blob.md5, sizeBytes: blob.size, contentSha256 };
      const write = { resourceId, number, version, ...content, fileName, note, clientIp, createdBy: actor.name };
      await insertVersion(database, on, write, clock.now());
    }
    const about = { resourceId, version: null, system: null, clientIp };
    await journal(context, on, { ...about, operation: 'copyResource', extra: `of ${source.resourceId}` });
    await audit(context, on, 'library.copy', resourceId, { owner, of: source.resourceId });
  });
  return { resourceId };
}
