import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseKind } from '@/server/platform/db/dialect';
import { splitStatements } from '@/server/platform/db/migrate/runner';
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
