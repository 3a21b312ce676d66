import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseKind } from '@/server/platform/db/dialect';
import { openMigrationConnection } from '@/server/platform/db/migrate/connection';
import { splitStatements } from '@/server/platform/db/migrate/runner';
import { kindOf } from '@/server/platform/db/url';
import { RECORD_TABLE } from './record';

/** An index of the history table: how it is made and how it is dropped. */
export interface IndexStatements {
  name: string;
  create: string;
  drop: string;
}

/** The plain indexes that migrations put on the history table; unique ones are left out, they guard the rows. */
export function recordIndexes(root: string, kind: DatabaseKind): IndexStatements[] {
  const folder = join(root, 'prisma', 'migrations', kind);
  const pattern = new RegExp(`^CREATE INDEX (?:IF NOT EXISTS )?(\\w+) ON ${RECORD_TABLE} `);
  return readdirSync(folder)
    .filter((name) => /^\d{4}_/.test(name))
    .sort()
    .flatMap((name) => splitStatements(readFileSync(join(folder, name, 'migration.sql'), 'utf8')))
    .flatMap((create) => {
      const name = pattern.exec(create)?.[1];
      return name ? [{ name, create, drop: `DROP INDEX ${name}${kind === 'mysql' ? ` ON ${RECORD_TABLE}` : ''}` }] : [];
    });
}

/**
 * Builds the indexes that a database should have and has not: a run of this program that was killed while it filled an
 * empty table leaves it without.
 */
export async function restoreIndexes(url: string, root: string, say: (line: string) => void): Promise<void> {
  const connection = await openMigrationConnection(url);
  try {
    const present = await connection.indexes(RECORD_TABLE);
    for (const { name, create } of recordIndexes(root, kindOf(url)).filter((index) => !present.includes(index.name))) {
      say(`  building the index ${name}, which an earlier run that was cut short has left out`);
      await connection.run(create);
    }
  } finally {
    await connection.close();
  }
}
