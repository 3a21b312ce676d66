import {
  addMaterialVersion,
  createMaterialResource,
  findVersions,
  holdBlobs,
  type LibraryVersionRow,
  type NewVersion,
} from '@/server/library/service';
import { writeAudit } from '@/server/platform/audit/writer';
import { stoppedClock } from '@/server/platform/clock';
import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { keepCurrent } from './current-release';
import { lockEngine } from './engine/lock/store';
import {
  byImportance,
  deleteMaterials,
  findEngineMaterials,
  insertMaterial,
  insertRelease,
  type MaterialRow,
  type NewRelease,
  pointMaterial,
} from './engine/store';

/** What is to become current of one material. */
export interface MaterialContent {
  fileName: string;
  version: NewVersion & { contentSha256: string };
}

/** What is to become of an engine version. */
export interface Publication {
  engineType: string;
  /** As the archive spells it; an engine version that is there keeps its spelling. */
  engineVersion: string;
  contents: MaterialContent[];
  /** Makes a new version also of what did not change. */
  force: boolean;
  release: NewRelease;
  /** The operation, for the audit trail. */
  action: string;
}

/** What publishing did to a material. */
export interface PublishedMaterial {
  fileName: string;
  resourceId: string;
  previousVersion: string | null;
  materialVersion: string;
  isNew: boolean;
}

/** What publishing did to an engine version; `release` is null when nothing changed. */
export interface Published {
  engineType: string;
  engineVersion: string;
  release: number | null;
  materials: PublishedMaterial[];
}

/**
 * Whether a version holds this content. Versions that Linkis stored are known by their packed bytes only, which are
 * never the same twice; those count as different.
 */
function holds(version: LibraryVersionRow | undefined, content: MaterialContent): boolean {
  return version?.contentSha256 === content.version.contentSha256;
}

async function publishContent(
  context: Context,
  on: Queryable,
  publication: Publication,
  content: MaterialContent,
  current: { row: MaterialRow; version: LibraryVersionRow | undefined; alive: boolean } | null,
): Promise<PublishedMaterial> {
  const { database, actor } = context;
  const now = context.clock.now();
  const { fileName } = content;
  if (current && holds(current.version, content) && !publication.force) {
    const { resourceId, materialVersion } = current.row;
    return { fileName, resourceId, previousVersion: materialVersion, materialVersion, isNew: false };
  }
  // Somebody may have deleted the resource under the material; the material then goes on in a new one.
  const made = current?.alive
    ? {
        resourceId: current.row.resourceId,
        ...(await addMaterialVersion(context, on, current.row.resourceId, content.version)),
      }
    : await createMaterialResource(context, on, { ...content.version, owner: actor.name });
  const to = {
    resourceId: made.resourceId,
    materialVersion: made.version,
    sizeBytes: content.version.blob.size,
    lastModified: now.getTime(),
  };
  if (current) await pointMaterial(database, on, current.row.id, to, now);
  else
    await insertMaterial(
      database,
      on,
      { engineType: publication.engineType, engineVersion: publication.engineVersion, fileName, ...to },
      now,
    );
  return {
    fileName,
    resourceId: made.resourceId,
    previousVersion: current?.row.materialVersion ?? null,
    materialVersion: made.version,
    isNew: true,
  };
}

/**
 * Makes contents current as the materials of an engine version, within a transaction. Other changes of this engine
 * version wait. Materials that the publication does not have are no longer handed to engines; the earlier releases keep
 * them. The same content makes no new version, and if nothing changes, there is no release.
 */
export async function publishEngine(outer: Context, on: Queryable, publication: Publication): Promise<Published> {
  const context = { ...outer, clock: stoppedClock(outer.clock) };
  const { database, clock, actor, requestId } = context;
  const { engineType } = publication;
  const lastRelease = await lockEngine(database, on, engineType, publication.engineVersion);
  const rows = await findEngineMaterials(database, engineType, publication.engineVersion, on);
  const engineVersion = rows[0]?.engineVersion ?? publication.engineVersion;
  const versions = await findVersions(
    context,
    rows.map(({ resourceId }) => resourceId),
    on,
  );
  const materials: PublishedMaterial[] = [];
  for (const content of [...publication.contents].sort(byImportance)) {
    const row = rows.find(({ fileName }) => fileName === content.fileName);
    const ofResource = versions.filter(({ resourceId }) => resourceId === row?.resourceId);
    const current = row && {
      row,
      version: ofResource.find(({ version }) => version === row.materialVersion),
      alive: ofResource.some(({ enabled }) => enabled),
    };
    materials.push(await publishContent(context, on, { ...publication, engineVersion }, content, current ?? null));
  }
  const left = rows.filter(({ fileName }) => !materials.some((material) => material.fileName === fileName));
  await deleteMaterials(
    database,
    on,
    left.map(({ id }) => id),
  );
  if (left.length === 0 && !materials.some(({ isNew }) => isNew))
    return { engineType, engineVersion, release: null, materials };
  await holdBlobs(context, on, [publication.release.pluginSha256]);
  const before = await keepCurrent(context, on, { engineType, engineVersion, lastRelease }, rows);
  const release = await insertRelease(
    on,
    before.engine,
    publication.release,
    materials.map(({ fileName, resourceId, materialVersion, isNew }) => ({
      fileName,
      resourceId,
      materialVersion,
      isNew,
    })),
    clock.now(),
  );
  const entry = {
    actor: actor.name,
    action: publication.action,
    objectType: 'engine-material',
    objectId: `${engineType}/${engineVersion}`,
    outcome: 'done' as const,
    requestId,
    detail: {
      release,
      note: publication.release.note,
      archive: publication.release.fileName,
      materials: materials.map(({ fileName, previousVersion, materialVersion }) => ({
        fileName,
        from: previousVersion,
        to: materialVersion,
      })),
      ...(left.length > 0 ? { removed: left.map(({ fileName }) => fileName) } : {}),
    },
  };
  await writeAudit(on, [entry], clock.now());
  return { engineType, engineVersion, release, materials };
}
