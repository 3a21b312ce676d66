import { execFileSync } from 'node:child_process';
import { createReadStream, statSync } from 'node:fs';
import { request } from 'node:http';
import { basename } from 'node:path';
import type { MaterialUpload } from '@/contracts/material-uploads';
import type { Client } from '../client';
import { report } from '../figure';
import { residentMegabytes, type Server } from '../server';
import { type Kind, makeArchive } from './archive-file';

/** A running server and somebody signed in to it. */
export interface MaterialStage {
  client: Client;
  server: Server;
  folder: string;
}

const LIMIT_MB = 64;
const SMALL_BYTES = 16 << 20;
const POLL_MS = 50;
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** Sends a file as the content of an upload. */
async function send({ client, server }: MaterialStage, id: string, path: string): Promise<void> {
  const length = statSync(path).size;
  await new Promise<void>((resolve, reject) => {
    const headers = {
      cookie: client.cookie ?? '',
      'content-length': length,
      'content-type': 'application/octet-stream',
    };
    const target = { host: '127.0.0.1', port: server.port, path: `/api/v1/material-uploads/${id}/content?offset=0` };
    const outgoing = request({ ...target, method: 'PUT', headers }, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(text.slice(0, 300)))));
    });
    outgoing.on('error', reject);
    createReadStream(path, { highWaterMark: 1 << 20 }).pipe(outgoing);
  });
}

/** Uploads a file and waits until it is inspected. */
export async function inspect(stage: MaterialStage, path: string): Promise<MaterialUpload> {
  const { client } = stage;
  const announced = { fileName: basename(path), sizeBytes: statSync(path).size };
  const { id } = await client.json<MaterialUpload>('POST', '/api/v1/material-uploads', announced);
  await send(stage, id, path);
  await client.json('POST', `/api/v1/material-uploads/${id}/inspection`);
  for (;;) {
    const upload = await client.json<MaterialUpload>('GET', `/api/v1/material-uploads/${id}`);
    if (upload.state !== 'inspecting') return upload;
    await pause(POLL_MS);
  }
}

/** Uploads a file, publishes it and waits for the answer. @throws Error when it is refused */
export async function publish(stage: MaterialStage, path: string): Promise<void> {
  const upload = await inspect(stage, path);
  if (upload.state !== 'inspected')
    throw new Error(`${path} is ${upload.state}: ${upload.error ?? JSON.stringify(upload.report?.faults.slice(0, 3))}`);
  await stage.client.json('POST', `/api/v1/material-uploads/${upload.id}/publication`, { force: true });
}

/** Runs something and tells how much more memory the server took meanwhile, at most, in megabytes. */
export async function withPeak(server: Server, work: () => Promise<void>): Promise<number> {
  const before = residentMegabytes(server.pid);
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentMegabytes(server.pid));
  }, 100);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return Math.max(peak, residentMegabytes(server.pid)) - before;
}

/** From the first byte sent to published, beside `unzip -tq` and `sha256sum` on the same file. */
export async function measureUpload(stage: MaterialStage, kind: Kind, bytes: number): Promise<string> {
  const archive = makeArchive(stage.folder, kind, bytes);
  const data = `${(archive.bytes / 2 ** 30).toFixed(2)} GiB, ${kind}`;
  const timed = (command: string, args: string[]) => {
    const begun = performance.now();
    execFileSync(command, args, { stdio: 'ignore' });
    return (performance.now() - begun) / 1000;
  };
  const unzip = timed('unzip', ['-tq', archive.path]);
  const sha256sum = timed('sha256sum', [archive.path]);
  // What a server takes once, for its first upload of any size, is not what grows with the size.
  await publish(stage, makeArchive(stage.folder, kind, SMALL_BYTES).path);
  const begun = performance.now();
  const growth = await withPeak(stage.server, () => publish(stage, archive.path));
  const seconds = (performance.now() - begun) / 1000;
  const detail = { seconds, 'unzip -tq': unzip, sha256sum, 'MiB a second': archive.bytes / 2 ** 20 / seconds };
  report({
    figure: 'upload to published',
    value: (unzip + sha256sum) / seconds,
    unit: 'times',
    limit: 0.5,
    better: 'higher',
    baseline: { name: 'unzip -tq and sha256sum', value: 1 },
    data,
    detail,
  });
  report({ figure: 'memory growth of an upload', value: growth, unit: 'MB', limit: LIMIT_MB, better: 'lower', data });
  return archive.path;
}
