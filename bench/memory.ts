import { spawn } from 'node:child_process';
import type { Client } from './client';
import { report } from './figure';
import { pagePath } from './page-cases';
import { residentMegabytes, type Server } from './server';

const LIMIT_MB = 220;
const IDLE_MS = 5000;
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function plainNodeMegabytes(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
  await pause(1000);
  const size = residentMegabytes(child.pid ?? 0);
  child.kill();
  return size;
}

/** Measures what a server holds that has shown a few pages and then rests. */
export async function measureIdleMemory(client: Client, server: Server, data: string, database: string): Promise<void> {
  for (let page = 0; page < 5; page++) await client.json('GET', pagePath(''));
  await pause(IDLE_MS);
  const value = residentMegabytes(server.pid);
  const baseline = { name: 'node -e', value: await plainNodeMegabytes() };
  const limit = database === 'sqlite' ? LIMIT_MB : null;
  report({ figure: 'idle memory', value, unit: 'MB', limit, better: 'lower', baseline, data, database });
}
