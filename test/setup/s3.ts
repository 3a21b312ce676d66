import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { HAS_JAVA, javaLibraries } from './java';
import { freePort } from './server';

const BUCKET = 'materials';

/** An S3 server for tests: settings that name it, and the folder in which it keeps objects. */
export interface S3Server {
  environment: Record<string, string>;
  folder: string;
  stop(): Promise<void>;
}

/** S3 servers that can be used here: one in this process, and one in Java that is stricter. */
export const S3_KINDS: ('s3rver' | 's3proxy')[] = HAS_JAVA ? ['s3rver', 's3proxy'] : ['s3rver'];

function environmentOf(port: number): Record<string, string> {
  return {
    MATERIAL_STORAGE: 's3',
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_BUCKET: BUCKET,
    S3_PREFIX: 'of/engineroom',
    S3_ACCESS_KEY_ID: 'S3RVER',
    S3_SECRET_ACCESS_KEY: 'S3RVER',
  };
}

async function startS3rver(folder: string): Promise<S3Server> {
  const options = { address: '127.0.0.1', port: 0, silent: true, directory: folder };
  const server = new S3rver({ ...options, configureBuckets: [{ name: BUCKET, configs: [] }] });
  const { port } = await server.run();
  const stop = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { environment: environmentOf(port), folder, stop };
}

async function startS3Proxy(folder: string): Promise<S3Server> {
  const port = await freePort();
  mkdirSync(join(folder, BUCKET), { recursive: true });
  const settings = join(folder, 's3proxy.conf');
  const lines = {
    's3proxy.authorization': 'aws-v2-or-v4',
    's3proxy.endpoint': `http://127.0.0.1:${port}`,
    's3proxy.identity': 'S3RVER',
    's3proxy.credential': 'S3RVER',
    'jclouds.provider': 'filesystem',
    'jclouds.filesystem.basedir': folder,
  };
  writeFileSync(
    settings,
    Object.entries(lines)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const classPath = join(javaLibraries('s3proxy'), '*');
  const child = spawn('java', ['-cp', classPath, 'org.gaul.s3proxy.Main', '--properties', settings], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const deadline = Date.now() + 60_000;
  while (!(await fetch(`http://127.0.0.1:${port}/`).catch(() => null))) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error('S3Proxy did not start');
    await new Promise((done) => setTimeout(done, 100));
  }
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { environment: environmentOf(port), folder: join(folder, BUCKET), stop };
}

/** Starts an S3 server with an empty bucket. */
export function startS3(kind: (typeof S3_KINDS)[number]): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'engineroom-s3-'));
  return kind === 's3rver' ? startS3rver(folder) : startS3Proxy(folder);
}
