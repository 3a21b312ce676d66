import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Administrator of test servers. */
export const ADMIN = { name: 'root-admin', password: 'correct horse battery' };

/** A built server that runs for a test, on a port and in a folder of its own. */
export interface TestServer {
  base: string;
  port: number;
  dataDirectory: string;
  /** What it has written to its standard output and error so far. */
  output(): string;
  process: ChildProcess;
  /** Stops it gracefully and says with which code it ended. */
  stop(): Promise<number | null>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  remove(): void;
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Options of a test server. */
export interface ServerOptions {
  environment?: Record<string, string>;
  dataDirectory?: string;
  /** One that is known to be free. */
  port?: number;
  /** Return when it listens, ready or not. */
  untilLive?: boolean;
}

/** Starts the built server. Fails with what it wrote when it is not ready in half a minute. */
export async function startServer({
  environment = {},
  dataDirectory,
  port: wanted,
  untilLive,
}: ServerOptions = {}): Promise<TestServer> {
  const port = wanted ?? (await freePort());
  const folder = dataDirectory ?? mkdtempSync(join(tmpdir(), 'engineroom-server-'));
  const child = spawn(process.execPath, ['scripts/serve.mjs'], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      PORT: String(port),
      DATA_DIR: folder,
      ADMIN_USER: ADMIN.name,
      ADMIN_PASSWORD: ADMIN.password,
      CHECK_ANSWERS: 'true',
      LOG_LEVEL: 'info',
      TZ: 'UTC',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const base = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await fetch(`${base}/api/health/${untilLive ? 'live' : 'ready'}`).catch(() => null);
    if (answer?.ok) break;
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`the server did not become ready:\n${text}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    base,
    port,
    dataDirectory: folder,
    process: child,
    output: () => text,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** An answer with its body read. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

/** Somebody who sends requests: headers that prove who they are. */
export class Caller {
  constructor(
    readonly base: string,
    readonly headers: Record<string, string> = {},
  ) {}

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.base + path, {
      method,
      redirect: 'manual',
      headers: { ...this.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.send('POST', path, body);
  }
}

/** Signs in through the Linkis endpoint and returns who has the session. */
export async function signIn(base: string, name = ADMIN.name, password = ADMIN.password): Promise<Caller> {
  const answer = await new Caller(base).post('/api/rest_j/v1/user/login', { userName: name, password });
  if (answer.status !== 200) throw new Error(`sign-in of ${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return new Caller(base, { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' });
}

/** Makes an account with a role and signs it in with a password of its own. */
export async function signInAs(admin: Caller, name: string, role: 'user' | 'history-admin' | 'admin'): Promise<Caller> {
  const made = await admin.post('/api/v1/accounts', { name, role });
  const first = await signIn(admin.base, name, made.body.oneTimePassword);
  const changed = await first.post('/api/v1/session/password', {
    currentPassword: made.body.oneTimePassword,
    newPassword: 'a long new secret',
  });
  if (changed.status !== 200) throw new Error(`password of ${name}: ${changed.status} ${JSON.stringify(changed.body)}`);
  return first;
}
