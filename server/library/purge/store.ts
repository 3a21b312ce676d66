import { wholeSeconds } from '@/server/platform/clock';
import type { Database, Queryable } from '@/server/platform/db/database';

/** A version whose time is over. */
export interface PurgedVersion {
  resourceId: string;
  number: number;
  version: string;
}

/** Deleted versions whose time is over, the longest over first. */
export async function findVersionsToPurge(database: Database, now: Date, limit: number): Promise<PurgedVersion[]> {
  return database.guard(() =>
    database.client.libraryVersionState.findMany({
      where: { purgeTime: { lte: wholeSeconds(now) } },
      orderBy: { purgeTime: 'asc' },
      select: { resourceId: true, number: true, version: true },
      take: limit,
    }),
  );
}

/** Lets go of a version's bytes, unless it was restored in the meantime; false then. */
export async function purgeVersion(on: Queryable, version: PurgedVersion, now: Date): Promise<boolean> {
  const { resourceId, number } = version;
  const { count } = await on.libraryVersionState.updateMany({
    where: { resourceId, number, purgeTime: { lte: wholeSeconds(now) } },
    data: { sha256: null, contentSha256: null, purgeTime: null },
  });
  return count > 0;
}

/** Lets go of the bytes of all versions of a resource, unless it was restored in the meantime; false then. */
export async function purgeResource(on: Queryable, resourceId: string, now: Date): Promise<boolean> {
  const { count } = await on.libraryResourceState.updateMany({
    where: { resourceId, purgeTime: { lte: wholeSeconds(now) } },
    data: { purgeTime: null },
  });
  if (count === 0) return false;
  await on.libraryVersionState.updateMany({
    where: { resourceId },
    data: { sha256: null, contentSha256: null, purgeTime: null },
  });
  return true;
}
