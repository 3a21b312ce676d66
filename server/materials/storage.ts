import type { MaterialStorage } from '@/contracts/material-storage';
import { blobUsage, collectBlobs, GRACE_SECONDS } from '@/server/library/service';
import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import { findUsageByType } from './list/store';
import { needAdministrator } from './policy';
import { countUploadBytes } from './uploads/store';

const SHOWN_HASHES = 100;

/** How much the storage holds, and what of it nothing names any more. @throws AppError forbidden */
export async function readStorage(context: Context): Promise<MaterialStorage> {
  needAdministrator(context.actor);
  const [usage, uploadBytes, byEngineType] = await Promise.all([
    blobUsage(context),
    countUploadBytes(context.database),
    findUsageByType(context.database),
  ]);
  const { stored, trash, unreachable, damaged, ...rest } = usage;
  return {
    ...rest,
    blobs: stored.blobs,
    storedBytes: stored.bytes,
    trashBytes: trash.bytes,
    unreachableBlobs: unreachable.blobs,
    unreachableBytes: unreachable.bytes,
    damagedBlobs: damaged.blobs,
    uploadBytes,
    byEngineType,
    graceSeconds: GRACE_SECONDS,
    largestUploadBytes: context.configuration.materialUploadBytes,
  };
}

/** Removes what nothing has named for longer than the grace period, or only says what would go. @throws AppError forbidden */
export async function collectStorage(
  context: Context,
  dryRun: boolean,
): Promise<{ dryRun: boolean; blobs: number; bytes: number; sha256: string[] }> {
  needAdministrator(context.actor);
  const { database, clock, actor, requestId } = context;
  const { blobs, bytes, sha256 } = await collectBlobs(context, { dryRun });
  if (!dryRun && blobs > 0) {
    const entry = {
      actor: actor.name,
      action: 'materialStorage.collect',
      objectType: 'material-storage',
      objectId: 'blobs',
      outcome: 'done' as const,
      requestId,
      detail: { blobs, bytes },
    };
    await writeAudit(database.client, [entry], clock.now());
  }
  return { dryRun, blobs, bytes, sha256: sha256.slice(0, SHOWN_HASHES) };
}
