// `npm run simulate`: plays engine managers whose engines come, work and go, against a running server.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { HOSTS } from '@/prisma/seed/population';
import { Random } from '@/prisma/seed/random';
import { RecordingApi, SimulationError } from './simulate/api';
import { SimulatedCluster, type Tally } from './simulate/cluster';
import { makeLocalToken } from './simulate/local-token';
import { LogWriter } from './simulate/logs';

const USAGE = `npm run simulate -- [options]

  --url URL         the server (default http://localhost:3000)
  --user NAME       who reports (default admin)
  --password TEXT   their password
  --token er_…      an API token instead of name and password
                    (neither: a token for a day, made in the database that the server of this folder uses)
  --rate N          engines asked for each second (default 2)
  --managers N      engine managers (default 3, at most ${HOSTS.length})
  --log-root DIR    where stdout and stderr of the engines go (default, for the server of this folder: where it looks for them)
  --seconds N       ends by itself after so many seconds
`;

const TICKS_A_SECOND = 4;

interface Settings {
  url: string;
  user: string;
  password: string | null;
  token: string | null;
  rate: number;
  managers: number;
  logRoot: string | null;
  seconds: number | null;
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least || value > most)
    throw new SimulationError(`--${name} ${text}: expected a number from ${least} to ${most}.`);
  return value;
}

function readSettings(): Settings {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      url: { ...text, default: 'http://localhost:3000' },
      user: { ...text, default: process.env.ADMIN_USER || 'admin' },
      password: text,
      token: text,
      rate: { ...text, default: '2' },
      managers: { ...text, default: '3' },
      'log-root': text,
      seconds: text,
    },
  });
  return {
    url: values.url.replace(/\/+$/, ''),
    user: values.user,
    password: values.password ?? null,
    token: values.token ?? null,
    rate: number('rate', values.rate, 0.1, 2000),
    managers: Math.floor(number('managers', values.managers, 1, HOSTS.length)),
    logRoot: values['log-root'] === undefined ? null : resolve(values['log-root']),
    seconds: values.seconds === undefined ? null : number('seconds', values.seconds, 1, 1e7),
  };
}

function lineOf(tally: Tally, alive: number): string {
  const { requested, used, changed, ended, failedToStart, rejected, retries, reason } = tally;
  const parts = [`${requested} requested`, `${used} ready`, `${changed} changed`, `${ended} ended`];
  if (failedToStart > 0) parts.push(`${failedToStart} failed to start`);
  if (retries > 0) parts.push(`${retries} sent again`);
  if (rejected > 0) parts.push(`${rejected} rejected (${reason ?? 'no reason'})`);
  return `${new Date().toISOString().slice(11, 19)}  ${parts.join(', ')}; ${alive} engines live\n`;
}

async function simulate({ url, user, password, token, rate, managers, logRoot, seconds }: Settings): Promise<void> {
  const api = new RecordingApi({ url, user, password, token });
  await api.open();
  const random = new Random(String(Date.now()));
  const logs = logRoot ? new LogWriter(logRoot, random) : null;
  const cluster = new SimulatedCluster(api, HOSTS.slice(0, managers), random, logs);
  let stopping = false;
  const stop = () => {
    // A second signal ends the program at once.
    if (stopping) process.exit(130);
    stopping = true;
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const end = seconds === null ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1000;
  for (let tick = 1; !stopping && Date.now() < end; tick++) {
    const began = Date.now();
    await cluster.step(began, rate / TICKS_A_SECOND);
    if (tick % TICKS_A_SECOND === 0) process.stdout.write(lineOf(cluster.takeTally(), cluster.alive));
    await new Promise((done) => setTimeout(done, Math.max(0, 1000 / TICKS_A_SECOND - (Date.now() - began))));
  }
  process.stdout.write(`Stopping: ${await cluster.stop(Date.now())} engines released.\n`);
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const settings = readSettings();
  if (settings.password === null && settings.token === null) {
    const local = await makeLocalToken(settings.user);
    settings.token = local.token;
    settings.logRoot ??= local.logRoot;
  }
  await simulate(settings);
}

main().catch((error: unknown) => {
  const known = error instanceof SimulationError;
  process.stderr.write(`${error instanceof Error ? error.message : error}\n${known ? '' : `\n${USAGE}`}`);
  process.exit(1);
});
