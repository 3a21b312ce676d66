import type { EngineStatus } from '@/contracts/engine-history';
import type { RollbackTarget } from '@/contracts/material-versions';
import type { MaterialDetail, MaterialRelease, MaterialVersion } from '@/contracts/materials';
import { type EngineName, materialHref } from './format';

/** States of engines that run; a copy, because the contract's list would bring zod into the browser. */
const LIVE_STATUSES = [
  'Starting',
  'Unlock',
  'Locked',
  'Idle',
  'Busy',
  'Running',
] as const satisfies readonly EngineStatus[];

/** Address of the engine history with the running engines of a version; `2.4.3` and `v2.4.3` are one. */
export function runningEnginesHref({ engineType, engineVersion }: EngineName): string {
  const plain = engineVersion.length > 1 && engineVersion.startsWith('v') ? engineVersion.slice(1) : engineVersion;
  const search = new URLSearchParams({ engineType });
  for (const spelling of [plain, `v${plain}`]) search.append('engineVersion', spelling);
  for (const status of LIVE_STATUSES) search.append('status', status);
  return `/engine-history?${search}`;
}

/** Address of the comparison of two versions of a material. */
export function compareHref(engine: EngineName, fileName: string, pair: { from: string; to: string }): string {
  return `${materialHref(engine)}/compare/${encodeURIComponent(fileName)}?${new URLSearchParams(pair)}`;
}

/** Which of two material versions is newer, by number: positive when the first is. */
function compareVersionNames(one: string, other: string): number {
  return Number(one.slice(1)) - Number(other.slice(1));
}

/** Whether going to some versions goes back, on to newer ones, or nowhere. */
export type Direction = 'back' | 'forward';

/** A release goes forward when a material of it is newer than what engines get now. */
export function releaseDirection(release: MaterialRelease, detail: MaterialDetail): Direction {
  const newer = release.files.some(({ fileName, materialVersion }) => {
    const material = detail.materials.find((candidate) => candidate.fileName === fileName);
    return material && compareVersionNames(materialVersion, material.materialVersion) > 0;
  });
  return newer ? 'forward' : 'back';
}

/** Whether a version is older or newer than the current one. */
export function versionDirection(version: string, current: string): Direction {
  return compareVersionNames(version, current) > 0 ? 'forward' : 'back';
}

/**
 * Where to go to take a move back: the release that is current now, or else the one version that moves.
 * Null when neither says all of what is current.
 */
export function wayBack(detail: MaterialDetail, target: RollbackTarget): RollbackTarget | null {
  const release = detail.releases.find(({ current }) => current);
  if (release) return { release: release.number };
  const material = detail.materials.find(({ fileName }) => fileName === target.fileName);
  return material ? { fileName: material.fileName, version: material.materialVersion } : null;
}

/** The version that a comparison with the current one begins with: the one before it, or the nearest there is. */
export function defaultPair(
  versions: readonly MaterialVersion[],
  current: string,
): { from: string; to: string } | null {
  const there = versions.filter(({ deleted }) => deleted === null).map(({ version }) => version);
  const older = there.find((version) => compareVersionNames(version, current) < 0);
  if (older) return { from: older, to: current };
  const newer = there.findLast((version) => compareVersionNames(version, current) > 0);
  return newer ? { from: current, to: newer } : null;
}

/** Days that the trash keeps what is deleted; the server's answer says when exactly. */
const TRASH_DAYS = 14;

/** When something goes for good that is deleted now. */
export function expectedPurgeTime(now: number): string {
  return new Date(now + TRASH_DAYS * 24 * 3_600_000).toISOString();
}
