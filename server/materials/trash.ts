import type { TrashedEngine, TrashedVersion } from '@/contracts/material-storage';
import { findRunningEngines } from '@/server/engine-history/materials/service';
import {
  findTrashedVersions,
  findVersions,
  type LibraryVersionRow,
  purgeDeletedResource,
  restoreResource,
  trashResource,
} from '@/server/library/service';
import { writeAudit } from '@/server/platform/audit/writer';
import { wholeSeconds } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { AppError } from '@/server/platform/errors';
import { lockEngine } from './engine/lock/store';
import {
  deleteMaterials,
  findAllSpellings,
  findEngineMaterials,
  findMaterialsOfResources,
  findResourceIds,
  insertMaterial,
  insertRelease,
  type MaterialRow,
  type NewMaterial,
  NO_ARCHIVE,
} from './engine/store';
import { needAdministrator } from './policy';
import { versionKey, versionSpellings } from './rules/engine-version';
import { trashPeriodEnd } from './rules/trash-period';
import { describeEngines, type EngineName, missingEngine } from './versions';

/** A material's row as the trash keeps it. */
type TrashedRow = NewMaterial & { createTime: string };

const MOST_TRASHED = 500;

function auditEntry(context: Context, action: string, engine: EngineName, detail: Record<string, unknown>) {
  return {
    actor: context.actor.name,
    action,
    objectType: 'engine-material',
    objectId: `${engine.engineType}/${engine.engineVersion}`,
    outcome: 'done' as const,
    requestId: context.requestId,
    detail,
  };
}

/** Refuses to delete what runs or is protected. @throws AppError conflict, saying who needs it */
async function needUnused(context: Context, engine: EngineName, versions: LibraryVersionRow[]): Promise<void> {
  const what = `${engine.engineType} ${engine.engineVersion}`;
  const running = await findRunningEngines(context, engine.engineType, versionSpellings(engine.engineVersion));
  if (running.length > 0)
    throw new AppError(
      'conflict',
      `${what} is in use: ${describeEngines(running)} run now. Delete it when they have ended.`,
    );
  const guarded = versions.find((version) => version.enabled && version.protected);
  if (guarded?.protected)
    throw new AppError(
      'conflict',
      `${what} has a version that ${guarded.protected.by} protects (${guarded.fileName ?? guarded.version}${guarded.protected.note ? `: ${guarded.protected.note}` : ''}). End the protection first.`,
    );
}

/**
 * Puts an engine version into the trash: its materials are no longer handed to engines, and can be restored as they were.
 * @throws AppError forbidden, not_found, conflict (engines of it run, or a version is protected)
 */
export async function deleteEngine(
  context: Context,
  engine: EngineName,
): Promise<{ trashId: number; purgeTime: string }> {
  needAdministrator(context.actor);
  const { database, clock, actor } = context;
  const { engineType, engineVersion } = engine;
  return database.transaction(async (on) => {
    await lockEngine(database, on, engineType, engineVersion);
    const rows = await findAllSpellings(database, engineType, engineVersion, on);
    if (rows.length === 0) throw missingEngine(engine);
    const named = { engineType, engineVersion: rows[0]?.engineVersion ?? engineVersion };
    const earlier = await findResourceIds(database, on, engineType, engineVersion);
    const all = [...new Set([...rows.map(({ resourceId }) => resourceId), ...earlier])];
    const versions = await findVersions(context, all, on);
    await needUnused(context, named, versions);
    // Those of earlier lives of this engine version may lie in the trash already, or be gone.
    const resourceIds = all.filter((id) => versions.some(({ resourceId, enabled }) => resourceId === id && enabled));
    const now = clock.now();
    const purgeTime = wholeSeconds(trashPeriodEnd(now));
    await deleteMaterials(
      database,
      on,
      rows.map(({ id }) => id),
    );
    for (const resourceId of resourceIds) await trashResource(context, on, resourceId, purgeTime);
    const kept: TrashedRow[] = rows.map(({ id: _, changedTime: __, createTime, ...row }) => ({
      ...row,
      createTime: createTime.toISOString(),
    }));
    const { id } = await on.materialTrash.create({
      data: {
        ...named,
        versionKey: versionKey(engineVersion),
        materials: JSON.stringify({ rows: kept, resourceIds }),
        deletedBy: actor.name,
        deletedTime: wholeSeconds(now),
        purgeTime,
      },
    });
    const materials = rows.map(({ fileName, materialVersion }) => ({ fileName, materialVersion }));
    await writeAudit(on, [auditEntry(context, 'materials.delete', named, { trashId: id, materials })], now);
    return { trashId: id, purgeTime: purgeTime.toISOString() };
  });
}

function contentsOf(row: { materials: string }): { rows: TrashedRow[]; resourceIds: string[] } {
  return JSON.parse(row.materials) as { rows: TrashedRow[]; resourceIds: string[] };
}

/** Read once before the transaction, for what is to be locked, and behind the lock, where it counts. */
async function needTrashed(on: Queryable, id: number) {
  const row = await on.materialTrash.findUnique({ where: { id } });
  if (!row)
    throw new AppError('not_found', 'This is not in the trash any more: it was restored, or its time was over.');
  return row;
}

/**
 * Brings a deleted engine version back as it was.
 * @throws AppError forbidden, not_found (restored or purged meanwhile), conflict (it was uploaded anew)
 */
export async function restoreEngine(context: Context, trashId: number): Promise<EngineName> {
  needAdministrator(context.actor);
  const { database, clock, actor } = context;
  const { engineType, engineVersion } = await needTrashed(database.client, trashId);
  return database.transaction(async (on) => {
    const lastRelease = await lockEngine(database, on, engineType, engineVersion);
    const { rows, resourceIds } = contentsOf(await needTrashed(on, trashId));
    const engine = { engineType, engineVersion };
    if ((await findEngineMaterials(database, engineType, engineVersion, on)).length > 0)
      throw new AppError(
        'conflict',
        `${engineType} ${engineVersion} was uploaded anew since it was deleted. Delete that first, or leave the old one in the trash.`,
      );
    const now = clock.now();
    for (const resourceId of resourceIds) await restoreResource(context, on, resourceId);
    for (const { createTime, ...row } of rows)
      await insertMaterial(database, on, { ...row, createTime: new Date(createTime) }, now);
    const current = await findEngineMaterials(database, engineType, engineVersion, on);
    const files = current.map(({ fileName, resourceId, materialVersion }) => ({
      fileName,
      resourceId,
      materialVersion,
      isNew: false,
    }));
    const release = await insertRelease(
      on,
      { ...engine, lastRelease },
      { kind: 'restore', ...NO_ARCHIVE, note: null, createdBy: actor.name },
      files,
      now,
    );
    await on.materialTrash.delete({ where: { id: trashId } });
    await writeAudit(on, [auditEntry(context, 'materialTrash.restore', engine, { trashId, release })], now);
    return engine;
  });
}

/** Lets an engine version in the trash go for good. @throws AppError forbidden, not_found */
export async function purgeEngine(context: Context, trashId: number): Promise<{ id: number }> {
  needAdministrator(context.actor);
  const { database, clock } = context;
  const { engineType, engineVersion } = await needTrashed(database.client, trashId);
  return database.transaction(async (on) => {
    await lockEngine(database, on, engineType, engineVersion);
    const trashed = await needTrashed(on, trashId);
    for (const resourceId of contentsOf(trashed).resourceIds) await purgeDeletedResource(context, on, resourceId);
    await on.materialTrash.delete({ where: { id: trashId } });
    await writeAudit(on, [auditEntry(context, 'materialTrash.purge', trashed, { trashId })], clock.now());
    return { id: trashId };
  });
}

/** The materials that resources belong to now, by resource. */
async function ownersOf(context: Context, resourceIds: readonly string[]): Promise<Map<string, MaterialRow>> {
  if (resourceIds.length === 0) return new Map();
  const rows = await findMaterialsOfResources(context.database, [...new Set(resourceIds)]);
  return new Map(rows.map((row) => [row.resourceId, row]));
}

/** What can still be restored. @throws AppError forbidden */
export async function listTrash(context: Context): Promise<{ engines: TrashedEngine[]; versions: TrashedVersion[] }> {
  needAdministrator(context.actor);
  const { database } = context;
  const [trashed, versions] = await Promise.all([
    database.guard(() => database.client.materialTrash.findMany({ orderBy: { id: 'desc' }, take: MOST_TRASHED })),
    findTrashedVersions(context, MOST_TRASHED),
  ]);
  const owners = await ownersOf(
    context,
    versions.map(({ resourceId }) => resourceId),
  );
  return {
    engines: trashed.map((row) => ({
      id: row.id,
      engineType: row.engineType,
      engineVersion: row.engineVersion,
      materials: contentsOf(row).rows.map(({ fileName, materialVersion, sizeBytes }) => ({
        fileName,
        materialVersion,
        sizeBytes,
      })),
      deletedBy: row.deletedBy,
      deletedTime: row.deletedTime.toISOString(),
      purgeTime: row.purgeTime.toISOString(),
    })),
    versions: versions.flatMap(({ resourceId, version, sizeBytes, deleted }) => {
      const owner = owners.get(resourceId);
      if (!owner || !deleted?.purgeTime) return [];
      const { engineType, engineVersion, fileName } = owner;
      return {
        engineType,
        engineVersion,
        fileName,
        version,
        sizeBytes,
        deletedBy: deleted.by,
        deletedTime: deleted.time.toISOString(),
        purgeTime: deleted.purgeTime.toISOString(),
      };
    }),
  };
}

const EXPIRED_AT_ONCE = 20;

/** Lets engine versions go whose time in the trash is over. @returns whether there may be more */
export async function expireTrash(context: Context): Promise<boolean> {
  const { database, clock } = context;
  const due = await database.guard(() =>
    database.client.materialTrash.findMany({
      where: { purgeTime: { lte: wholeSeconds(clock.now()) } },
      orderBy: { id: 'asc' },
      take: EXPIRED_AT_ONCE,
    }),
  );
  for (const { id } of due) await purgeEngine(context, id);
  return due.length === EXPIRED_AT_ONCE;
}
