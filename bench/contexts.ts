import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseKind } from '@/server/platform/db/dialect';
import { migrate } from '@/server/platform/db/migrate/runner';
import { makeLogger } from '@/server/platform/log/logger';
import { measureCleanup } from './contexts/cleanup';
import { CONTEXT_TABLES, fillContexts } from './contexts/fill';
import { makeDatabase, withConnection } from './databases';
import { reportFailure } from './figure';

/** What cleanups of contexts are measured with. */
export interface ContextRun {
  root: string;
  /** Folder for databases and archives. */
  folder: string;
  databases: DatabaseKind[];
  /** How many contexts; each has three values. */
  contexts: number;
}

/** A database with so many contexts, dropped afterwards. */
async function onFilled(
  run: ContextRun,
  kind: DatabaseKind,
  count: number,
  work: (url: string, place: string) => Promise<number>,
) {
  const place = join(run.folder, `contexts-${kind}`);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const name = 'er_bench_contexts';
  await (await makeDatabase(kind, name, place)).drop();
  const database = await makeDatabase(kind, name, place);
  try {
    await migrate(database.url, run.root, makeLogger('warn'));
    await withConnection(database.url, async (connection) => {
      await fillContexts(connection, kind, count);
      // As in any database that is in use: nobody else counts rows that were filled in a moment ago.
      await connection.run(kind === 'mysql' ? `ANALYZE TABLE ${CONTEXT_TABLES.join(', ')}` : 'ANALYZE');
    });
    return await work(database.url, place);
  } finally {
    await database.drop();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Measures previewing, deleting and putting back contexts, and what it does to others meanwhile. */
export async function measureContexts(run: ContextRun): Promise<void> {
  for (const kind of run.databases) {
    const small = Math.floor(run.contexts / 10);
    try {
      const before = await onFilled(run, kind, small, (url, folder) =>
        measureCleanup({ kind, url, folder, contexts: small, smaller: null }),
      );
      await onFilled(run, kind, run.contexts, (url, folder) =>
        measureCleanup({ kind, url, folder, contexts: run.contexts, smaller: before }),
      );
    } catch (error) {
      reportFailure(`cleanup of contexts on ${kind}`, error);
    }
  }
}
