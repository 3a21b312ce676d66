const DAY_MILLIS = 86_400_000;

/** An engine version as its names in a path. */
export interface EngineName {
  engineType: string;
  engineVersion: string;
}

/** Name of an engine version for people. */
export function engineText({ engineType, engineVersion }: EngineName): string {
  return `${engineType} ${engineVersion}`;
}

/** Address of an engine version's page. */
export function materialHref({ engineType, engineVersion }: EngineName): string {
  return `/materials/${encodeURIComponent(engineType)}/${encodeURIComponent(engineVersion)}`;
}

/** Days until something goes, rounded up: within the last day it is one. Zero when it is due. */
export function daysLeft(purgeTime: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(purgeTime) - now) / DAY_MILLIS));
}
