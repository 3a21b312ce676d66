import type { MaterialDetail, MaterialVersion } from '@/contracts/materials';
import { findRunningEngines, type RunningEngine } from '@/server/engine-history/materials/service';
import {
  findVersions,
  type LibraryVersionRow,
  purgeDeletedVersion,
  restoreVersion,
  setVersionProtection,
  trashVersion,
} from '@/server/library/service';
import { writeAudit } from '@/server/platform/audit/writer';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { AppError } from '@/server/platform/errors';
import { lockEngine } from './engine/lock/store';
import { findEngineMaterials, findReleases, type MaterialRow } from './engine/store';
import { describeMaterials, findVersionsOf } from './list/list';
import { needAdministrator } from './policy';
import { versionSpellings } from './rules/engine-version';
import { trashPeriodEnd } from './rules/trash-period';
import { toMaterialRelease, toMaterialVersion } from './serializer';

/** An engine version, in either spelling. */
export interface EngineName {
  engineType: string;
  engineVersion: string;
}

/** One version of one material. */
export interface VersionName extends EngineName {
  fileName: string;
  version: string;
}

const MOST_VERSIONS = 200;
const MOST_RELEASES = 100;

/** Engines that run now and said that they started with this version of a resource. */
function startedWith(
  engines: readonly RunningEngine[],
  { resourceId, version }: Pick<LibraryVersionRow, 'resourceId' | 'version'>,
): RunningEngine[] {
  return engines.filter(({ materials }) =>
    materials.some((material) => material.resourceId === resourceId && material.materialVersion === version),
  );
}

/** Everything that is known of an engine version's materials. @throws AppError forbidden, not_found */
export async function readMaterialDetail(context: Context, engine: EngineName): Promise<MaterialDetail> {
  needAdministrator(context.actor);
  const { database } = context;
  const { engineType, engineVersion } = engine;
  const rows = await findEngineMaterials(database, engineType, engineVersion);
  if (rows.length === 0) throw missingEngine(engine);
  const versions = await findVersionsOf(context, rows);
  const [releases, running] = await Promise.all([
    findReleases(database, engineType, engineVersion, MOST_RELEASES),
    findRunningEngines(context, engineType, versionSpellings(engineVersion)),
  ]);
  const changedBy = releases[0]?.createdBy ?? null;
  const materials = describeMaterials(
    rows.map((row) => ({ row, changedBy })),
    versions,
  );
  return {
    engineType,
    engineVersion: rows[0]?.engineVersion ?? engineVersion,
    materials: materials.map((material) => ({
      ...material,
      versionList: versions
        .filter(
          ({ resourceId, enabled, deleted }) => resourceId === material.resourceId && (enabled || deleted?.purgeTime),
        )
        .sort((left, right) => right.number - left.number)
        .slice(0, MOST_VERSIONS)
        .map((version) => toMaterialVersion(version, material.materialVersion, startedWith(running, version).length)),
    })),
    releases: releases.map((release) => toMaterialRelease(release, rows)),
    runningEngines: running.length,
  };
}

/** The error of an engine version that has no materials. */
export function missingEngine({ engineType, engineVersion }: EngineName): AppError {
  return new AppError('not_found', `There are no materials of ${engineType} ${engineVersion}.`);
}

/** A version and the material that it belongs to. @throws AppError not_found */
export async function needVersion(
  context: Context,
  name: VersionName,
  on?: Queryable,
): Promise<{ row: MaterialRow; version: LibraryVersionRow }> {
  const { engineType, engineVersion, fileName, version } = name;
  const rows = await findEngineMaterials(context.database, engineType, engineVersion, on);
  const row = rows.find((candidate) => candidate.fileName === fileName);
  if (!row) throw new AppError('not_found', `${engineType} ${engineVersion} has no material ${fileName}.`);
  const versions = await findVersions(context, [row.resourceId], on);
  const found = versions.find((candidate) => candidate.version === version);
  if (!found)
    throw new AppError('not_found', `${fileName} of ${engineType} ${engineVersion} has no version ${version}.`);
  return { row, version: found };
}

/** Says who uses what, with a few of the engines by name. */
export function describeEngines(engines: readonly RunningEngine[]): string {
  const named = engines.slice(0, 3).map(({ instance, ticketId, user }) => `${instance ?? ticketId} of ${user}`);
  const rest = engines.length - named.length;
  return named.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Refuses to delete a version that somebody needs. @throws AppError conflict, saying who */
async function needUnused(
  context: Context,
  name: VersionName,
  { row, version }: { row: MaterialRow; version: LibraryVersionRow },
): Promise<void> {
  const what = `${name.fileName} ${name.version} of ${name.engineType} ${name.engineVersion}`;
  if (version.version === row.materialVersion)
    throw new AppError('conflict', `${what} is the current version. Roll back or forward to another one first.`);
  if (version.protected) {
    const { by, note } = version.protected;
    throw new AppError(
      'conflict',
      `${what} is protected by ${by}${note ? ` (${note})` : ''}. End the protection first.`,
    );
  }
  const running = await findRunningEngines(context, name.engineType, versionSpellings(name.engineVersion));
  const engines = startedWith(running, version);
  if (engines.length > 0)
    throw new AppError(
      'conflict',
      `${what} is in use: ${describeEngines(engines)} started with it. Delete it when they have ended.`,
    );
}

/** Runs a change of one version, with the engine version locked and an audit row in the same transaction. */
async function changeVersion(
  context: Context,
  name: VersionName,
  action: string,
  change: (on: Queryable, found: { row: MaterialRow; version: LibraryVersionRow }) => Promise<Record<string, unknown>>,
): Promise<MaterialVersion> {
  needAdministrator(context.actor);
  const { database, clock, actor, requestId } = context;
  return database.transaction(async (on) => {
    await lockEngine(database, on, name.engineType, name.engineVersion);
    const found = await needVersion(context, name, on);
    const detail = await change(on, found);
    const entry = {
      actor: actor.name,
      action,
      objectType: 'engine-material',
      objectId: `${found.row.engineType}/${found.row.engineVersion}/${name.fileName}/${name.version}`,
      outcome: 'done' as const,
      requestId,
      detail,
    };
    await writeAudit(on, [entry], clock.now());
    const { row, version } = await needVersion(context, name, on);
    const running = await findRunningEngines(context, name.engineType, versionSpellings(name.engineVersion));
    return toMaterialVersion(version, row.materialVersion, startedWith(running, version).length);
  });
}

/**
 * Puts a version into the trash. Deleting what is in the trash already changes nothing.
 * @throws AppError forbidden, not_found, conflict (current, protected or in use; says by whom)
 */
export function deleteMaterialVersion(context: Context, name: VersionName): Promise<MaterialVersion> {
  return changeVersion(context, name, 'materials.deleteVersion', async (on, found) => {
    if (!found.version.enabled) return { alreadyDeleted: true };
    await needUnused(context, name, found);
    const purgeTime = trashPeriodEnd(context.clock.now());
    await trashVersion(context, on, found.row.resourceId, name.version, purgeTime);
    return { sizeBytes: found.version.sizeBytes, purgeTime: purgeTime.toISOString() };
  });
}

/** Takes a version out of the trash. @throws AppError forbidden, not_found, gone (its time was over) */
export function restoreMaterialVersion(context: Context, name: VersionName): Promise<MaterialVersion> {
  return changeVersion(context, name, 'materials.restoreVersion', async (on, { row, version }) => {
    if (version.enabled) return { alreadyThere: true };
    if (!version.deleted || !version.sha256)
      throw new AppError('gone', `${name.fileName} ${name.version} is gone for good; its bytes are no longer stored.`);
    await restoreVersion(context, on, row.resourceId, name.version);
    return {};
  });
}

/**
 * Lets a version in the trash go for good. Doing so again changes nothing.
 * @throws AppError forbidden, not_found, conflict (not in the trash)
 */
export function purgeMaterialVersion(context: Context, name: VersionName): Promise<MaterialVersion> {
  return changeVersion(context, name, 'materials.purgeVersion', async (on, { row, version }) => {
    if (version.enabled)
      throw new AppError('conflict', `${name.fileName} ${name.version} is not in the trash. Delete it first.`);
    const purged = await purgeDeletedVersion(context, on, row.resourceId, version);
    return purged ? { sizeBytes: version.sizeBytes } : { alreadyPurged: true };
  });
}

/** Protects a version from being deleted, or ends that with null. @throws AppError forbidden, not_found, gone (deleted) */
export function protectMaterialVersion(
  context: Context,
  name: VersionName,
  protection: { note?: string | undefined } | null,
): Promise<MaterialVersion> {
  const action = protection ? 'materials.protect' : 'materials.unprotect';
  return changeVersion(context, name, action, async (on, { row, version }) => {
    if (!version.enabled) throw new AppError('gone', `${name.fileName} ${name.version} was deleted; restore it first.`);
    const note = protection?.note ?? null;
    await setVersionProtection(context, on, row.resourceId, name.version, protection && { note });
    return { note };
  });
}
