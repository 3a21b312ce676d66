import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { report } from '../figure';
import { residentMegabytes } from '../server';
import { readEvents } from './event-reader';
import { QUERIES } from './log-file';
import type { LogStage } from './reading';

const LARGE_GIB = 10;

/** Bytes a second of a download. */
async function download(stage: LogStage, ticket: string): Promise<{ bytes: number; seconds: number }> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const path = `/api/v1/engine-records/${ticket}/logs/stdout/download`;
    const request = get(
      { host: '127.0.0.1', port: stage.port, path, headers: { cookie: stage.cookie } },
      (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        response.on('end', () => resolve({ bytes, seconds: (performance.now() - begun) / 1000 }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
  });
}

/** Seconds that `cat` takes to send a file through a socket of this machine. */
async function catSeconds(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const sink = createServer((socket) => {
      socket.resume();
      socket.on('end', () => {
        sink.close();
        resolve((performance.now() - begun) / 1000);
      });
    });
    sink.on('error', reject);
    sink.listen(0, '127.0.0.1', () => {
      const address = sink.address();
      const port = typeof address === 'object' ? address?.port : 0;
      spawn('bash', ['-c', `cat '${path}' > /dev/tcp/127.0.0.1/${port}`]);
    });
  });
}

/** How fast a log is downloaded, beside cat into a socket. */
export async function measureDownload(stage: LogStage): Promise<void> {
  const ticket = await stage.freshEngine();
  const ratios: number[] = [];
  const speeds: number[] = [];
  for (let round = 0; round < 3; round++) {
    const cat = await catSeconds(stage.path);
    const { bytes, seconds } = await download(stage, ticket);
    if (bytes !== stage.bytes) throw new Error(`The download has ${bytes} bytes of ${stage.bytes}.`);
    ratios.push(cat / seconds);
    speeds.push(bytes / seconds / 2 ** 20);
  }
  const baseline = { name: 'cat to a socket', value: 1 };
  const detail = { 'MiB a second': Math.max(...speeds) };
  report({
    figure: 'download compared with cat',
    value: Math.max(...ratios),
    unit: 'times',
    limit: 0.5,
    better: 'higher',
    baseline,
    detail,
  });
}

/** How much more memory the server takes while a log of ten gigabytes is opened, searched and downloaded. */
export async function measureMemory(stage: LogStage, pid: number, largeTicket: string): Promise<void> {
  // What a server that is at work holds anyway: its routes are loaded, but no log was opened yet.
  for (const path of ['?pageSize=50', `/${largeTicket}`, `/${largeTicket}/logs`])
    await stage.client.json('GET', `/api/v1/engine-records${path}`);
  await new Promise((done) => setTimeout(done, 3000));
  const before = residentMegabytes(pid);
  let most = before;
  const sampler = setInterval(() => {
    most = Math.max(most, residentMegabytes(pid));
  }, 100);
  const path = `/api/v1/engine-records/${largeTicket}/logs/stdout`;
  const detail: Record<string, number> = { 'before, MB': before };
  try {
    for (const place of ['', 'percent=50&', 'line=35000000&'])
      await stage.client.json('GET', `${path}?${place}limit=500`);
    detail['opened, MB'] = most;
    await readEvents(
      stage.port,
      `${path}/search?${new URLSearchParams(QUERIES['text in most lines'])}`,
      stage.cookie,
      () => true,
    );
    await readEvents(stage.port, `${path}/errors`, stage.cookie, () => true);
    detail['searched, MB'] = most;
    const { bytes } = await download(stage, largeTicket);
    detail['downloaded, MB'] = most;
    if (bytes < LARGE_GIB * 0.9 * 2 ** 30) throw new Error(`The download has only ${bytes} bytes.`);
  } finally {
    clearInterval(sampler);
  }
  const data = `${LARGE_GIB} parts of the log joined`;
  report({
    figure: 'memory growth while a log is opened, searched and downloaded',
    value: most - before,
    unit: 'MB',
    limit: 64,
    better: 'lower',
    data,
    detail,
  });
}
