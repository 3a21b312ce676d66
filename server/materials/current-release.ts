import type { Context } from '@/server/platform/context';
import type { Queryable } from '@/server/platform/db/database';
import { findReleases, insertRelease, isCurrentRelease, type MaterialRow, NO_ARCHIVE } from './engine/store';

/** Releases among which the one that is current is looked for. */
const RECENT_RELEASES = 100;

/** A locked engine version, with the number of its last release. */
interface LockedEngine {
  engineType: string;
  engineVersion: string;
  lastRelease: number;
}

/** The newest release whose materials are the current ones; null when there is none. */
export async function findCurrentRelease(
  { database }: Context,
  { engineType, engineVersion }: LockedEngine,
  rows: readonly MaterialRow[],
  on: Queryable,
): Promise<number | null> {
  const releases = await findReleases(database, engineType, engineVersion, RECENT_RELEASES, on);
  return releases.find((release) => isCurrentRelease(release, rows))?.number ?? null;
}

/**
 * Makes sure that there is a way back to what engines are handed now, before that changes: what Linkis has stored or
 * moved by itself belongs to no release and becomes one.
 * @param rows the materials as they are before the change
 * @returns the release that they are, null without materials; and the engine version with its last release now
 */
export async function keepCurrent(
  context: Context,
  on: Queryable,
  engine: LockedEngine,
  rows: readonly MaterialRow[],
): Promise<{ current: number | null; engine: LockedEngine }> {
  const current = await findCurrentRelease(context, engine, rows, on);
  if (current !== null || rows.length === 0) return { current, engine };
  const since = new Date(Math.max(...rows.map(({ changedTime }) => changedTime.getTime())));
  const number = await insertRelease(
    on,
    engine,
    { kind: 'adopted', ...NO_ARCHIVE, note: null, createdBy: 'Linkis' },
    rows.map(({ fileName, resourceId, materialVersion }) => ({ fileName, resourceId, materialVersion, isNew: false })),
    since,
  );
  return { current: number, engine: { ...engine, lastRelease: number } };
}
