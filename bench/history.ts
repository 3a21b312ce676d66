import { join } from 'node:path';
import type { EngineRecordPage } from '@/contracts/engine-history';
import type { DatabaseKind } from '@/server/platform/db/dialect';
import { bareInserts, stockPage } from './baseline';
import { guestClient, signIn, signInAsUser } from './client';
import { type MeasuredDatabase, measuredDatabase } from './databases';
import { reportFailure } from './figure';
import { measureFirstLoad } from './first-load';
import { measureIdleMemory } from './memory';
import { pagePath } from './page-cases';
import { measurePages } from './pages';
import { measureRecording } from './recording';
import { ADMINISTRATOR, startServer } from './server';

/** What the history is measured with. */
export interface HistoryRun {
  root: string;
  /** Folder for database files, logs and data directories. */
  folder: string;
  records: number;
  databases: DatabaseKind[];
  /** Leaves the databases for the next run, which then need not fill them. */
  keep: boolean;
  /** What to measure; everything when empty. */
  only: string[];
}

async function measureOn(run: HistoryRun, database: MeasuredDatabase): Promise<void> {
  const wants = (part: string) => run.only.length === 0 || run.only.includes(part);
  // On its first day with a filled database a server looks for the logs of thousands of ended engines, which are not
  // there; that would be measured along.
  const environment = { LOG_ARCHIVE: 'off' };
  const server = await startServer(run.root, join(run.folder, database.kind), database.url, environment);
  try {
    const administrator = await signIn(server.port, ADMINISTRATOR.name, ADMINISTRATOR.password);
    const data = `${database.records} records`;
    if (wants('memory')) await measureIdleMemory(administrator, server, data, database.kind);
    if (wants('pages')) {
      const { p50 } = await stockPage(database);
      const ordinary = await signInAsUser(server.port, administrator, 'alice');
      await measurePages(administrator, ordinary, server, database, {
        name: "Linkis' statements on Linkis' table, p50 ms",
        value: p50,
      });
    }
    if (wants('first-load') && database.kind === run.databases[0]) {
      const page = await administrator.json<EngineRecordPage>('GET', pagePath('pageSize=1'));
      await measureFirstLoad(guestClient(server.port), administrator, page.items[0]?.ticketId ?? 'none');
    }
    if (wants('recording')) await measureRecording(administrator, server, database, await bareInserts(database));
  } finally {
    await server.stop();
  }
}

/** Measures finding, recording, memory and page size, on each database in turn. */
export async function measureHistory(run: HistoryRun): Promise<void> {
  for (const kind of run.databases) {
    try {
      const database = await measuredDatabase(kind, run.records, run.root, run.folder);
      await measureOn(run, database);
      if (!run.keep) await database.drop();
    } catch (error) {
      reportFailure(`engine history on ${kind}`, error);
    }
  }
}
