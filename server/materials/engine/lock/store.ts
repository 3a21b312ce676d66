import type { Database, Queryable } from '@/server/platform/db/database';
import { sql } from '@/server/platform/db/dialect';
import { versionKey } from '../../rules/engine-version';

interface Engine {
  engineType: string;
  engineVersion: string;
}

/** Engine versions in the order in which everybody locks and changes several of them. */
export function byName<Named extends Engine>(engines: readonly Named[]): Named[] {
  const nameOf = ({ engineType, engineVersion }: Engine) => `${engineType}/${versionKey(engineVersion)}`;
  return [...engines].sort((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));
}

/**
 * Makes every other change of this engine version wait until the transaction ends. Must come before anything is read in
 * the transaction: MySQL shows all later reads what was there at the first, also behind the lock.
 * @returns the number of its newest release
 */
export async function lockEngine(
  database: Database,
  on: Queryable,
  engineType: string,
  engineVersion: string,
): Promise<number> {
  const key = versionKey(engineVersion);
  const { dialect } = database;
  const lock = () =>
    database.query<{ last_release: number }>(
      sql`SELECT last_release FROM er_material_engine WHERE engine_type = ${engineType} AND version_key = ${key} ${dialect.forUpdate}`,
      on,
    );
  const [known] = await lock();
  if (known) return Number(known.last_release);
  // Only where there is no row: MySQL's insert shares the lock of one that is there, and who share it block each other.
  await database.execute(
    sql`${dialect.insertIgnoring('er_material_engine')} (engine_type, version_key, last_release) VALUES (${engineType}, ${key}, 0) ${dialect.ignoring}`,
    on,
  );
  const [made] = await lock();
  return Number(made?.last_release ?? 0);
}

/** Locks several engine versions, in one order everywhere, so that two who need the same ones do not meet crosswise. */
export async function lockEngines(database: Database, on: Queryable, engines: readonly Engine[]): Promise<void> {
  for (const { engineType, engineVersion } of byName(engines))
    await lockEngine(database, on, engineType, engineVersion);
}
