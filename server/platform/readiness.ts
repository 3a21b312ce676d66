import type { Context } from './context';
import type { DatabaseKind } from './db/dialect';
import { sql } from './db/dialect';
import { AppError } from './errors';

const PATIENCE_MS = 2000;

/** Asks the database for a sign of life. @throws AppError database_unavailable when it gives none in two seconds */
export async function readiness({ database }: Context): Promise<{ status: 'ready'; database: DatabaseKind }> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(
      () => reject(new AppError('database_unavailable', 'The database does not answer.', { retryAfterSeconds: 5 })),
      PATIENCE_MS,
    ).unref();
  });
  await Promise.race([database.query(sql`SELECT 1 AS alive`), late]);
  return { status: 'ready', database: database.kind };
}
