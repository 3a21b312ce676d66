import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signIn } from './client';
import { reportFailure } from './figure';
import { measureFollowing } from './logs/following';
import { bytesOf, layOut, makeLogFile } from './logs/log-file';
import { type LogStage, measureJumps, measureOpening, measureOthers, measureSearch } from './logs/reading';
import { measureDownload, measureMemory } from './logs/transfer';
import { measureViewer } from './logs/viewer';
import { ADMINISTRATOR, startServer } from './server';

/** What logs are measured with. */
export interface LogRun {
  root: string;
  /** Folder for the log, database and data directory. */
  folder: string;
  only: string[];
}

/** Measures opening, jumping, searching, downloading and following a log of a gigabyte. */
export async function measureLogs({ root, folder, only }: LogRun): Promise<void> {
  const wants = (part: string) => only.length === 0 || only.includes(part);
  const path = makeLogFile(folder);
  const place = join(folder, 'logs');
  const roots = join(folder, 'log-roots');
  for (const directory of [place, roots]) rmSync(directory, { recursive: true, force: true });
  mkdirSync(roots, { recursive: true });
  const server = await startServer(root, place, `file:${join(place, 'logs.db')}`, { LOG_ROOTS: roots });
  const client = await signIn(server.port, ADMINISTRATOR.name, ADMINISTRATOR.password);
  let engines = 0;
  const newEngine = async (layOutLog: (suffix: string) => void): Promise<string> => {
    const ticketId = `measured-${engines++}`;
    const suffix = `alice/20260506/spark/${ticketId}/logs`;
    layOutLog(suffix);
    const labels = { user: 'alice', creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' };
    const event = {
      eventId: ticketId,
      ticketId,
      phase: 'request',
      time: '2026-05-06T00:00:00Z',
      labels,
      logDirSuffix: suffix,
    };
    await client.json('POST', '/api/v1/engine-records/events', event);
    return ticketId;
  };
  const stage: LogStage = {
    client,
    port: server.port,
    cookie: client.cookie ?? '',
    path,
    bytes: bytesOf(path),
    freshEngine: () => newEngine((suffix) => layOut(roots, suffix, path)),
  };
  const following = async () => {
    let file = '';
    const ticket = await newEngine((suffix) => {
      mkdirSync(join(roots, suffix), { recursive: true });
      file = join(roots, suffix, 'stdout');
      writeFileSync(file, '');
    });
    await measureFollowing(stage, ticket, file);
  };
  const memory = async () =>
    measureMemory(stage, server.pid, await newEngine((suffix) => layOut(roots, suffix, path, 10)));
  const parts: Record<string, () => Promise<void>> = {
    // First, when nothing has grown yet for another reason.
    memory,
    opening: () => measureOpening(stage),
    jumps: () => measureJumps(stage),
    search: () => measureSearch(stage),
    others: () => measureOthers(stage),
    download: () => measureDownload(stage),
    following,
    viewer: () => measureViewer(stage),
  };
  try {
    for (const [name, measure] of Object.entries(parts))
      if (wants(name)) await measure().catch((error) => reportFailure(name, error));
  } finally {
    await server.stop();
  }
}
