import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { createMaterialUpload, MaterialUpload } from '@/contracts/material-uploads';
import { writeAudit } from '@/server/platform/audit/writer';
import { stoppedClock, wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import { AppError } from '@/server/platform/errors';
import { byName, lockEngines } from '../engine/lock/store';
import { needAdministrator } from '../policy';
import { type Published, publishEngine } from '../publish';
import { beginInspection, needUpload, type PreparedEngine, storedReport } from './inspection';
import { removeParts, storeParts } from './parts';
import { changeUpload, findUploadsOf, insertUpload, releaseBlobs, settleUpload, type UploadRow } from './store';

const OPEN_STATES = ['receiving', 'inspecting', 'inspected', 'refused', 'failed'] as const;
const MOST_LISTED = 100;

function toUpload(row: UploadRow): MaterialUpload {
  const stored = storedReport(row);
  return {
    id: row.id,
    state: row.state,
    fileName: row.fileName,
    sizeBytes: row.size,
    sha256: row.sha256,
    receivedBytes: row.received,
    engineType: row.engineType,
    engineVersion: row.engineVersion,
    inspectedBytes: row.state === 'inspecting' ? (stored && 'progress' in stored ? stored.progress : 0) : null,
    report: stored && 'report' in stored ? stored.report : null,
    error: row.error,
    createdBy: row.createdBy,
    createdTime: row.createdTime.toISOString(),
    updatedTime: row.updatedTime.toISOString(),
  };
}

/** An upload of the caller. Those of others are as unknown as those that do not exist. @throws AppError forbidden, not_found */
async function needOwn(context: Context, id: string): Promise<UploadRow> {
  needAdministrator(context.actor);
  const upload = await needUpload(context, id);
  if (upload.createdBy !== context.actor.name)
    throw new AppError('not_found', 'There is no such upload; it may have been given up for its age.');
  return upload;
}

/** Announces an archive. @throws AppError forbidden, too_large */
export async function createUpload(
  context: Context,
  input: z.output<(typeof createMaterialUpload)['body']>,
): Promise<MaterialUpload> {
  needAdministrator(context.actor);
  const { database, clock, actor, configuration } = context;
  if (input.sizeBytes > configuration.materialUploadBytes)
    throw new AppError(
      'too_large',
      `${input.fileName} has ${input.sizeBytes} bytes, more than the ${configuration.materialUploadBytes} that are taken here (MATERIAL_UPLOAD_GIB).`,
    );
  const now = wholeSeconds(clock.now());
  const row: UploadRow = {
    id: randomUUID(),
    state: 'receiving',
    fileName: input.fileName,
    size: input.sizeBytes,
    sha256: input.sha256 ?? null,
    received: 0,
    engineType: input.engineType ?? null,
    engineVersion: input.engineVersion ?? null,
    report: null,
    error: null,
    createdBy: actor.name,
    createdTime: now,
    updatedTime: now,
    leaseTime: null,
    leaseId: null,
  };
  await insertUpload(database, row);
  return toUpload(row);
}

/** The caller's uploads that are not over. @throws AppError forbidden */
export async function listUploads(context: Context): Promise<{ items: Omit<MaterialUpload, 'report'>[] }> {
  needAdministrator(context.actor);
  const rows = await findUploadsOf(context.database, context.actor.name, OPEN_STATES, MOST_LISTED);
  return {
    items: rows.map((row) => {
      const { report: _, ...upload } = toUpload(row);
      return upload;
    }),
  };
}

/** How far an upload has come. @throws AppError forbidden, not_found */
export async function readUpload(context: Context, id: string): Promise<MaterialUpload> {
  return toUpload(await needOwn(context, id));
}

/**
 * Takes bytes of an upload from an offset on. What arrived before the stream broke stays.
 * @throws AppError forbidden, not_found, conflict (wrong offset; receiving is over), too_large, storage_full,
 * storage_unavailable; whatever the stream broke with
 */
export async function receiveUpload(
  context: Context,
  id: string,
  offset: number,
  stream: AsyncIterable<Uint8Array>,
): Promise<{ receivedBytes: number }> {
  const upload = await needOwn(context, id);
  if (upload.state !== 'receiving')
    throw new AppError('conflict', `This upload takes no more bytes: it is ${upload.state}.`);
  if (offset !== upload.received)
    throw new AppError('conflict', `${upload.received} bytes have arrived; go on there, not at ${offset}.`);
  return { receivedBytes: await storeParts(context, upload, offset, stream) };
}

/**
 * Begins to inspect an upload.
 * @param sha256 of the file, when the announcement did not say it
 * @throws AppError forbidden, not_found, invalid_input (another hash was announced), conflict (bytes are missing; under
 * way; over)
 */
export async function inspectUpload(context: Context, id: string, sha256?: string): Promise<MaterialUpload> {
  const upload = await needOwn(context, id);
  const told = upload.state === 'receiving' && sha256 !== undefined;
  if (told && upload.sha256 !== null && upload.sha256 !== sha256) {
    const message = `another SHA-256 was announced, ${upload.sha256}; leave it out, or upload the file anew`;
    throw new AppError('invalid_input', `sha256: ${message}.`, { faults: [{ path: 'sha256', message }] });
  }
  if (told) {
    const change = { from: ['receiving'] as const, to: { sha256 } };
    await changeUpload(context.database, id, change, context.clock.now());
  }
  await beginInspection(context, told ? { ...upload, sha256 } : upload);
  return readUpload(context, id);
}

async function publishPrepared(
  context: Context,
  upload: UploadRow,
  engines: readonly PreparedEngine[],
  { note, force, clientIp }: { note: string | null; force: boolean; clientIp: string },
): Promise<Published[]> {
  const { database, clock, actor } = context;
  return database.transaction(async (on) => {
    const change = { from: ['inspected'] as const, to: { state: 'published' as const } };
    if (!(await changeUpload(database, upload.id, change, clock.now(), on)))
      throw new AppError('conflict', 'This upload was published or given up meanwhile.');
    const published: Published[] = [];
    // All engine versions of an archive are published at one moment, and so listed in the order of their names.
    const atOnce = { ...context, clock: stoppedClock(clock) };
    await lockEngines(database, on, engines);
    for (const { engineType, engineVersion, materials, plugin } of byName(engines)) {
      const release = {
        kind: 'upload' as const,
        fileName: upload.fileName,
        fileSize: upload.size,
        fileSha256: upload.sha256,
        pluginSha256: plugin?.sha256 ?? null,
        note,
        createdBy: actor.name,
      };
      const contents = materials.map(({ fileName, pack, contentSha256 }) => ({
        fileName,
        version: { blob: pack, contentSha256, note, fileName: upload.fileName, clientIp },
      }));
      const action = 'materialUploads.publish';
      published.push(await publishEngine(atOnce, on, { engineType, engineVersion, contents, force, release, action }));
    }
    await releaseBlobs(database, upload.id, on);
    return published;
  });
}

/**
 * Publishes what an inspection accepted, all of it or nothing.
 * @throws AppError forbidden, not_found, conflict (not inspected, refused, or over)
 */
export async function publishUpload(
  context: Context,
  id: string,
  { note, force, clientIp }: { note?: string | undefined; force: boolean; clientIp: string },
): Promise<{ engines: Published[] }> {
  const upload = await needOwn(context, id);
  const stored = storedReport(upload);
  if (upload.state !== 'inspected' || !stored || !('report' in stored)) {
    const why = upload.state === 'refused' ? 'its archive was refused; the report says why' : `it is ${upload.state}`;
    throw new AppError('conflict', `This upload cannot be published: ${why}.`);
  }
  const engines = await publishPrepared(context, upload, stored.prepared, { note: note ?? null, force, clientIp });
  await letGo(context, id);
  return { engines };
}

/** Removes the bytes of an upload that is over. What fails here, the background task does later. */
async function letGo(context: Context, id: string): Promise<void> {
  await removeParts(context, id).catch((error: unknown) =>
    context.log.warn({ err: error, uploadId: id }, 'bytes of an upload that is over were not removed'),
  );
}

/** Gives an upload up and removes its bytes. @throws AppError forbidden, not_found, conflict (published) */
export async function cancelUpload(context: Context, id: string): Promise<MaterialUpload> {
  const { database, clock, actor, requestId } = context;
  const upload = await needOwn(context, id);
  if (upload.state !== 'cancelled') {
    await database.transaction(async (on) => {
      const to = { state: 'cancelled' as const, report: null, leaseId: null, leaseTime: null };
      if (!(await changeUpload(database, id, { from: OPEN_STATES, to }, clock.now(), on)))
        throw new AppError('conflict', 'This upload is published; roll back instead.');
      await releaseBlobs(database, id, on);
      const entry = {
        actor: actor.name,
        action: 'materialUploads.cancel',
        objectType: 'material-upload',
        objectId: id,
        outcome: 'done' as const,
        requestId,
        detail: { fileName: upload.fileName, receivedBytes: upload.received },
      };
      await writeAudit(on, [entry], clock.now());
    });
  }
  await letGo(context, id);
  return readUpload(context, id);
}

/**
 * Takes an archive whose size shows only when it has come, as forms of Linkis' clients bring it.
 * @returns the upload, to be published or cancelled
 * @throws AppError forbidden, too_large; whatever the stream broke with. Nothing of it stays then
 */
export async function stageArchive(
  context: Context,
  fileName: string,
  stream: AsyncIterable<Uint8Array>,
): Promise<string> {
  const { id } = await createUpload(context, { fileName, sizeBytes: context.configuration.materialUploadBytes });
  try {
    await receiveUpload(context, id, 0, stream);
    return id;
  } catch (error) {
    await cancelUpload(context, id).catch(() => {});
    throw error;
  }
}

/**
 * Inspects and publishes a staged archive. Nothing of it stays when it is refused.
 * @param engine the engine version that it must hold, and nothing else; null for whatever it holds
 * @throws AppError forbidden, invalid_input (refused; the message says why), conflict, storage_full, storage_unavailable
 */
export async function publishStaged(
  context: Context,
  id: string,
  engine: { engineType: string; engineVersion: string } | null,
  options: { force: boolean; clientIp: string },
): Promise<Published[]> {
  try {
    const { received } = await needOwn(context, id);
    await settleUpload(context.database, id, { size: received, ...engine });
    const { done } = await beginInspection(context, await needOwn(context, id));
    const failure = await done;
    if (failure instanceof AppError) throw failure;
    const upload = await readUpload(context, id);
    if (upload.state === 'inspected') return (await publishUpload(context, id, options)).engines;
    const [fault] = upload.report?.faults ?? [];
    const at = fault?.path ? ` (${fault.path})` : '';
    if (fault) throw new AppError('invalid_input', `${fault.message}${at} [${fault.code}]`, { linkisCode: 20001 });
    throw new AppError('conflict', upload.error ?? 'The archive could not be inspected. Try again.');
  } catch (error) {
    await cancelUpload(context, id).catch(() => {});
    throw error;
  }
}
