import { wholeSeconds } from '@/server/platform/clock';
import type { Database, Queryable } from '@/server/platform/db/database';
import { sql } from '@/server/platform/db/dialect';

/** How long a process that gives no sign of life keeps a subject. A batch takes a fraction of it. */
const LEASE_SECONDS = 20;

const leaseEnd = (now: Date) => wholeSeconds(new Date(now.getTime() + LEASE_SECONDS * 1000));

/** Takes a subject for oneself; false while somebody else has it. */
export async function takeSubject(database: Database, subject: string, holder: string, now: Date): Promise<boolean> {
  const take = async () => {
    const { count } = await database.client.cleanupLock.updateMany({
      where: { subject, OR: [{ holder }, { leaseTime: { lt: wholeSeconds(now) } }] },
      data: { holder, leaseTime: leaseEnd(now) },
    });
    return count === 1;
  };
  return database.guard(async () => {
    if (await take()) return true;
    if (await database.client.cleanupLock.findUnique({ where: { subject } })) return false;
    // Only where there is no row: MySQL's insert shares the lock of one that is there, and who share it block each other.
    await database.execute(
      sql`${database.dialect.insertIgnoring('er_cleanup_lock')} (subject, holder, lease_time)
        VALUES (${subject}, ${holder}, ${wholeSeconds(new Date(0))}) ${database.dialect.ignoring}`,
    );
    return take();
  });
}

/** Keeps a subject, and makes whoever else wants it wait until the transaction ends; false when it was lost. */
export async function keepSubject(on: Queryable, subject: string, holder: string, now: Date): Promise<boolean> {
  const { count } = await on.cleanupLock.updateMany({ where: { subject, holder }, data: { leaseTime: leaseEnd(now) } });
  return count === 1;
}

/** Lets a subject go. */
export async function leaveSubject(database: Database, subject: string, holder: string): Promise<void> {
  await database.guard(() =>
    database.client.cleanupLock.updateMany({
      where: { subject, holder },
      data: { leaseTime: wholeSeconds(new Date(0)) },
    }),
  );
}
