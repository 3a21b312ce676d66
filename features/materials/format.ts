import type { Material } from '@/contracts/materials';

const DAY_MILLIS = 86_400_000;

/** An engine version as its names in a path. */
export interface EngineName {
  engineType: string;
  engineVersion: string;
}

/** Name of a row of the list. Neither types nor versions nor file names contain slashes. */
export function rowKeyOf({ engineType, engineVersion, fileName }: EngineName & { fileName: string }): string {
  return `${engineType}/${engineVersion}/${fileName}`;
}

/** The engine version that a row's name tells; null when it is none. */
export function engineOfRow(rowKey: string): EngineName | null {
  const [engineType, engineVersion] = rowKey.split('/');
  return engineType && engineVersion ? { engineType, engineVersion } : null;
}

/** Name of an engine version for people. */
export function engineText({ engineType, engineVersion }: EngineName): string {
  return `${engineType} ${engineVersion}`;
}

/** Address of an engine version's page. */
export function materialHref({ engineType, engineVersion }: EngineName): string {
  return `/materials/${encodeURIComponent(engineType)}/${encodeURIComponent(engineVersion)}`;
}

/** First part of a resource id, enough to tell resources apart by eye. */
export function shortResource(resourceId: string): string {
  return resourceId.slice(0, 8);
}

/** True when an earlier version than the newest is current. */
export function isBehind({
  materialVersion,
  newestVersion,
}: Pick<Material, 'materialVersion' | 'newestVersion'>): boolean {
  return materialVersion !== newestVersion;
}

/** Days until something goes, rounded up: within the last day it is one. Zero when it is due. */
export function daysLeft(purgeTime: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(purgeTime) - now) / DAY_MILLIS));
}

/** Part of a whole in percent for the length of a bar; what is there at all can be seen. */
export function barPercent(part: number, whole: number): number {
  if (part <= 0 || whole <= 0) return 0;
  return Math.min(100, Math.max(1, (part / whole) * 100));
}

/** Name of a deleted version for people. */
export function trashedVersionText(trashed: EngineName & { fileName: string; version: string }): string {
  return `${engineText(trashed)} ${trashed.fileName} ${trashed.version}`;
}

/** Bytes of several things together. */
export function totalBytes(items: readonly { sizeBytes: number }[]): number {
  return items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
