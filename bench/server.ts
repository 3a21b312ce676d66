import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Name and password of the administrator that measured servers are started with. */
export const ADMINISTRATOR = {
  name: process.env.ADMIN_USER || 'admin',
  password: process.env.ADMIN_PASSWORD || 'measured-console',
};

/** A running built server. */
export interface Server {
  port: number;
  pid: number;
  /** Milliseconds from starting the process until it was ready. */
  startMilliseconds: number;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Installs, generates and builds what has changed since the last time; the steps of `npm start`. */
export function prepareCheckout(root: string): void {
  const script =
    "const { install, generate, build } = await import('./scripts/prepare.mjs'); install(); generate(); build();";
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The checkout could not be built.');
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Waits until a server says that it is ready. @throws Error when it ends before or takes too long */
export async function waitUntilReady(
  child: ChildProcess,
  port: number,
  seconds: number,
  output: string,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The server ended while starting:\n${readFileSync(output, 'utf8').slice(-2000)}`);
    const answer = await fetch(`http://127.0.0.1:${port}/api/health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`The server was not ready after ${seconds} s:\n${readFileSync(output, 'utf8').slice(-2000)}`);
}

function stopper(child: ChildProcess): Server['stop'] {
  return async (signal = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await ended;
  };
}

/** Starts the built server on a database, with a data directory of its own. */
export async function startServer(
  root: string,
  folder: string,
  databaseUrl: string,
  environment: Record<string, string> = {},
): Promise<Server> {
  const port = await freePort();
  const output = join(folder, `server-${port}.log`);
  mkdirSync(folder, { recursive: true });
  const sink = openSync(output, 'w');
  const started = performance.now();
  const child = spawn(process.execPath, ['scripts/serve.mjs'], {
    cwd: root,
    stdio: ['ignore', sink, sink],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(port),
      DATA_DIR: join(folder, 'data'),
      DATABASE_URL: databaseUrl,
      DATABASE_TIME_ZONE: 'UTC',
      ADMIN_USER: ADMINISTRATOR.name,
      ADMIN_PASSWORD: ADMINISTRATOR.password,
      ...environment,
    },
  });
  closeSync(sink);
  try {
    await waitUntilReady(child, port, 120, output);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return { port, pid: child.pid ?? 0, startMilliseconds: performance.now() - started, stop: stopper(child) };
}

/** Memory that a process holds, in megabytes. */
export function residentMegabytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim()) / 1024;
}

/** Processor time that a process has used, in milliseconds; not a number where the system does not tell. */
export function processorMilliseconds(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name in parentheses: the 12th and 13th fields are user and system time in hundredths of a second.
    const fields = text.slice(text.lastIndexOf(')') + 1).split(' ');
    return (Number(fields[12]) + Number(fields[13])) * 10;
  } catch {
    return Number.NaN;
  }
}
