import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { isUniqueViolation } from '@/server/platform/db/failure';
import { AppError } from '@/server/platform/errors';
import type { StoredBlob } from './blobs/digest';
import { touchForReference } from './blobs/store';
import { insertTask, type TaskEntry } from './journal/store';
import { insertResource, lockResource, type NewResource, setLastVersion } from './resources/store';
import { versionNumber, versionText } from './rules/version';
import { findHighest, insertVersion, type VersionWrite } from './versions/store';

/** A version to be made of stored bytes. */
export interface NewVersion {
  blob: StoredBlob;
  /** Digest of what a material holds, which is also the blob that lists it. */
  contentSha256: string | null;
  fileName: string | null;
  note: string | null;
  clientIp: string;
}

/** What was made. */
export interface MadeVersion {
  resourceId: string;
  version: string;
  /** Number of the operation in Linkis' journal. */
  taskId: number;
}

/** Writes an audit row about a resource, in the transaction of the change. */
export async function audit(
  context: Context,
  on: Queryable,
  action: string,
  resourceId: string,
  detail: Record<string, unknown>,
): Promise<void> {
  const { actor, requestId, clock } = context;
  const object = { objectType: 'libraryResource', objectId: resourceId };
  await writeAudit(on, [{ ...object, actor: actor.name, action, requestId, outcome: 'done', detail }], clock.now());
}

/** Writes an operation into Linkis' journal; returns its number. */
export function journal(
  context: Context,
  on: Queryable,
  entry: Omit<TaskEntry, 'submitUser' | 'instance'>,
): Promise<number> {
  const { actor, configuration, clock, database } = context;
  const instance = `${hostname()}:${configuration.port}`;
  return insertTask(database, on, { ...entry, submitUser: actor.name, instance }, clock.now());
}

/** Makes sure that the bytes which a version is going to name stay. @throws AppError conflict when they are gone */
export async function holdBlobs(context: Context, on: Queryable, hashes: readonly (string | null)[]): Promise<void> {
  for (const sha256 of new Set(hashes)) {
    if (sha256 === null || (await touchForReference(context.database, on, sha256, context.clock.now()))) continue;
    throw new AppError(
      'conflict',
      'The bytes were stored too long ago and are collected by now. Send the file again.',
      { linkisCode: 60050 },
    );
  }
}

function toWrite(context: Context, resourceId: string, number: number, { blob, ...version }: NewVersion): VersionWrite {
  return {
    ...version,
    resourceId,
    number,
    version: versionText(number),
    sha256: blob.sha256,
    md5: blob.md5,
    sizeBytes: blob.size,
    createdBy: context.actor.name,
  };
}

/** Makes a resource with its first version, journal and trail, in the caller's transaction. */
export async function createResource(
  context: Context,
  on: Queryable,
  resource: Omit<NewResource, 'resourceId'>,
  version: NewVersion,
): Promise<MadeVersion> {
  const { database, clock } = context;
  const resourceId = randomUUID();
  await holdBlobs(context, on, [version.blob.sha256, version.contentSha256]);
  await insertResource(database, on, { ...resource, resourceId }, 1, clock.now());
  const write = toWrite(context, resourceId, 1, version);
  await insertVersion(database, on, write, clock.now());
  const { clientIp, sha256, sizeBytes } = write;
  const about = { resourceId, version: write.version, system: resource.system, clientIp };
  const taskId = await journal(context, on, { ...about, operation: 'upload', extra: null });
  const detail = { owner: resource.owner, version: write.version, bytes: sizeBytes, sha256 };
  await audit(context, on, 'library.upload', resourceId, detail);
  return { resourceId, version: write.version, taskId };
}

/**
 * The number that the next version of a resource gets, for this transaction alone: above every number that was ever
 * given here, and above every row of Linkis, deleted or not.
 */
async function nextNumber(context: Context, on: Queryable, resourceId: string): Promise<number> {
  const given = await lockResource(context.database, on, resourceId);
  const highest = await findHighest(context.database, resourceId, { enabledOnly: false, on });
  const next = Math.max(given, highest === null ? 0 : (versionNumber(highest) ?? 0)) + 1;
  await setLastVersion(on, resourceId, next);
  return next;
}

/**
 * Adds a version to a resource, with journal and trail, in the caller's transaction.
 * @throws AppError conflict when an attached Linkis has given the same number in the same moment
 */
export async function addVersion(
  context: Context,
  on: Queryable,
  resourceId: string,
  version: NewVersion,
  {
    operation,
    system,
    detail,
  }: { operation: 'update' | 'rollbackVersion'; system: string | null; detail?: Record<string, unknown> },
): Promise<MadeVersion> {
  await holdBlobs(context, on, [version.blob.sha256, version.contentSha256]);
  const write = toWrite(context, resourceId, await nextNumber(context, on, resourceId), version);
  try {
    await insertVersion(context.database, on, write, context.clock.now());
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError('conflict', `Another server has made version ${write.version} just now. Send the file again.`, {
      cause: error,
      linkisCode: 60051,
    });
  }
  // The journal of an attached Linkis takes each version once; that of a rollback goes without.
  const isUpdate = operation === 'update';
  const about = { resourceId, version: isUpdate ? write.version : null, system, clientIp: write.clientIp };
  const extra = isUpdate ? null : `version ${write.version}`;
  const taskId = await journal(context, on, { ...about, operation, extra });
  const made = { version: write.version, bytes: write.sizeBytes, sha256: write.sha256 };
  await audit(context, on, isUpdate ? 'library.update' : 'library.rollback', resourceId, { ...made, ...detail });
  return { resourceId, version: write.version, taskId };
}
