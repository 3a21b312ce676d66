import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { createServer } from 'node:net';
import type { MaterialDetail } from '@/contracts/materials';
import { report } from '../figure';
import type { MaterialStage } from './upload';

const AT_ONCE = 8;
const ROUNDS = 3;

/** Bytes of a download. */
async function download({ client, server }: MaterialStage, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const target = { host: '127.0.0.1', port: server.port, path, headers: { cookie: client.cookie ?? '' } };
    get({ ...target, agent: false }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve(bytes));
      response.on('error', reject);
    }).on('error', reject);
  });
}

/** Seconds that several `cat` take at once to send a file through sockets of this machine. */
async function catSeconds(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let left = AT_ONCE;
    const begun = performance.now();
    const sink = createServer((socket) => {
      socket.on('data', () => {});
      socket.on('end', () => {
        left--;
        if (left > 0) return;
        sink.close();
        resolve((performance.now() - begun) / 1000);
      });
    });
    sink.on('error', reject);
    sink.listen(0, '127.0.0.1', () => {
      const address = sink.address();
      const port = typeof address === 'object' ? address?.port : 0;
      for (let one = 0; one < AT_ONCE; one++) spawn('bash', ['-c', `cat '${path}' > /dev/tcp/127.0.0.1/${port}`]);
    });
  });
}

/** Eight downloads of a published material at once, beside eight `cat` of the archive it came in. */
export async function measureDownloads(stage: MaterialStage, archive: string): Promise<void> {
  const detail = await stage.client.json<MaterialDetail>('GET', '/api/v1/materials/noise/1');
  const lib = detail.materials.find(({ fileName }) => fileName === 'lib.zip');
  if (!lib) throw new Error('There is no lib.zip to download.');
  const path = `/api/v1/materials/noise/1/lib.zip/versions/${lib.materialVersion}/content`;
  const ratios: number[] = [];
  let fastest = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const cat = await catSeconds(archive);
    const begun = performance.now();
    const sizes = await Promise.all(Array.from({ length: AT_ONCE }, () => download(stage, path)));
    const seconds = (performance.now() - begun) / 1000;
    if (sizes.some((size) => size !== lib.sizeBytes)) throw new Error('A download is not complete.');
    ratios.push(cat / seconds);
    fastest = Math.max(fastest, (lib.sizeBytes * AT_ONCE) / seconds / 2 ** 20);
  }
  report({
    figure: 'eight downloads at once compared with cat',
    value: Math.max(...ratios),
    unit: 'times',
    limit: 0.7,
    better: 'higher',
    baseline: { name: 'eight cat to sockets', value: 1 },
    data: `${(lib.sizeBytes / 2 ** 30).toFixed(2)} GiB each`,
    detail: { 'MiB a second, all together': fastest, rounds: ratios.map((ratio) => ratio.toFixed(2)).join(' ') },
  });
}
