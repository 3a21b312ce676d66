import type { Material, MaterialRelease, MaterialVersion } from '@/contracts/materials';
import type { LibraryVersionBrief, LibraryVersionRow } from '@/server/library/service';
import { isCurrentRelease, type MaterialRow, type ReleaseRow } from './engine/store';

function stateOf(row: MaterialRow, current: LibraryVersionBrief | undefined, newest: string): Material['state'] {
  if (current?.fault) return 'damaged';
  if (!current?.sha256) return 'external';
  return newest === row.materialVersion ? 'current' : 'rolledBack';
}

/** A material's row and what the library has of its resource → what the API shows. */
export function toMaterial(
  row: MaterialRow,
  versions: readonly LibraryVersionBrief[],
  changedBy: string | null,
): Material {
  const living = versions.filter(({ enabled }) => enabled).sort((left, right) => right.number - left.number);
  const current = versions.find(({ version }) => version === row.materialVersion);
  const newestVersion = living[0]?.version ?? row.materialVersion;
  return {
    id: row.id,
    engineType: row.engineType,
    engineVersion: row.engineVersion,
    fileName: row.fileName,
    sizeBytes: row.sizeBytes,
    resourceId: row.resourceId,
    materialVersion: row.materialVersion,
    newestVersion,
    versions: living.length,
    state: stateOf(row, current, newestVersion),
    protected: living.some((version) => version.protected !== null),
    createTime: row.createTime.toISOString(),
    changedTime: row.changedTime.toISOString(),
    changedBy,
  };
}

/** A version of a material → what the API shows. @param runningEngines engines that run now and started with it */
export function toMaterialVersion(
  version: LibraryVersionRow,
  currentVersion: string | null,
  runningEngines: number,
): MaterialVersion {
  const { protected: guard, deleted } = version;
  return {
    version: version.version,
    sizeBytes: version.sizeBytes,
    sha256: version.sha256,
    md5: version.md5,
    createdTime: version.createdTime.toISOString(),
    createdBy: version.createdBy,
    note: version.note,
    uploadedAs: version.fileName,
    current: version.version === currentVersion,
    protected: guard && { by: guard.by, time: guard.time.toISOString(), note: guard.note },
    deleted:
      deleted?.purgeTime != null
        ? { by: deleted.by, time: deleted.time.toISOString(), purgeTime: deleted.purgeTime.toISOString() }
        : null,
    runningEngines,
    stored: version.sha256 !== null,
    fault: version.fault,
  };
}

/** A release → what the API shows. @param current the materials that engines are handed now */
export function toMaterialRelease(release: ReleaseRow, current: readonly MaterialRow[]): MaterialRelease {
  return {
    number: release.number,
    kind: release.kind as MaterialRelease['kind'],
    createdTime: release.createdTime.toISOString(),
    createdBy: release.createdBy,
    note: release.note,
    fileName: release.fileName,
    fileSizeBytes: release.fileSize === null ? null : Number(release.fileSize),
    fileSha256: release.fileSha256,
    hasPlugin: release.pluginSha256 !== null,
    files: release.files.map(({ fileName, materialVersion, isNew }) => ({ fileName, materialVersion, isNew })),
    current: isCurrentRelease(release, current),
  };
}
