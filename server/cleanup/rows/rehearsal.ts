import type { Database, Queryable } from '@/server/platform/db/database';

class TakenBack extends Error {}

/** Does work in a transaction of its own and takes all of it back. @throws what the work throws */
export async function rehearse(database: Database, work: (on: Queryable) => Promise<void>): Promise<void> {
  try {
    await database.longTransaction(async (on) => {
      await work(on);
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
}
