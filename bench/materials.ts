import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseKind } from '@/server/platform/db/dialect';
import { signIn } from './client';
import { makeDatabase } from './databases';
import { reportFailure } from './figure';
import { measureDownloads } from './materials/downloads';
import { measureList, measureRollback, measureStates } from './materials/list';
import { measureMalicious } from './materials/malicious';
import { type MaterialStage, measureUpload } from './materials/upload';
import { ADMINISTRATOR, startServer } from './server';

/** What materials are measured with. */
export interface MaterialRun {
  root: string;
  /** Folder for archives, databases and data directories. */
  folder: string;
  databases: DatabaseKind[];
  /** Size of the large archives in gibibytes. */
  gibibytes: number;
  only: string[];
}

const NAME = 'er_bench_materials';

/** Starts a server on an empty database, runs something and stops it. */
async function withServer(
  { root, folder }: MaterialRun,
  kind: DatabaseKind,
  work: (stage: MaterialStage, database: Awaited<ReturnType<typeof makeDatabase>>) => Promise<void>,
): Promise<void> {
  const place = join(folder, `materials-${kind}`);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const old = await makeDatabase(kind, NAME, place);
  await old.drop();
  const database = await makeDatabase(kind, NAME, place);
  const server = await startServer(root, place, database.url, { WORKER_MODE: 'off' });
  const client = await signIn(server.port, ADMINISTRATOR.name, ADMINISTRATOR.password);
  try {
    await work({ client, server, folder: join(folder, 'archives') }, database);
  } finally {
    client.close();
    await server.stop();
    await database.drop();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Measures uploading, downloading, listing, rolling back, and judging bad archives. */
export async function measureMaterials(run: MaterialRun): Promise<void> {
  const wants = (part: string) => run.only.length === 0 || run.only.includes(part);
  const attempt = (what: string, work: () => Promise<unknown>) =>
    work().catch((error: unknown) => reportFailure(what, error));
  mkdirSync(join(run.folder, 'archives'), { recursive: true });
  const bytes = run.gibibytes * 2 ** 30;
  if (wants('uploads') || wants('downloads'))
    await withServer(run, 'sqlite', async (stage) => {
      if (wants('uploads')) await attempt('uploads', () => measureUpload(stage, 'compressible', bytes));
      await attempt('uploads', async () => {
        const archive = await measureUpload(stage, 'incompressible', bytes);
        if (wants('downloads')) await measureDownloads(stage, archive);
      });
    });
  if (wants('malicious'))
    await withServer(run, 'sqlite', (stage) =>
      attempt('malicious archives', () => measureMalicious(stage)).then(() => {}),
    );
  if (!wants('list')) return;
  for (const kind of run.databases)
    await withServer(run, kind, async (stage, database) => {
      await attempt('list', () => measureList(stage, database, kind));
      await attempt('states', () => measureStates(stage, kind));
      await attempt('rollback', () => measureRollback(stage, kind));
    });
}
