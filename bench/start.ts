import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from './figure';
import { freePort, waitUntilReady } from './server';

const FIRST_LIMIT_S = 240;
const SECOND_LIMIT_S = 3;

/** Seconds from `npm start` until the server is ready; then it is stopped. */
async function secondsUntilReady(checkout: string, folder: string): Promise<number> {
  const port = await freePort();
  const output = join(folder, `start-${port}.log`);
  const sink = openSync(output, 'w');
  const started = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: checkout,
    stdio: ['ignore', sink, sink],
    // A group of its own: npm's child must end with it.
    detached: true,
    env: { ...process.env, PORT: String(port), DATA_DIR: join(folder, 'data'), DATABASE_URL: '', LOG_ROOTS: '' },
  });
  closeSync(sink);
  const ended = new Promise((done) => child.once('exit', done));
  try {
    await waitUntilReady(child, port, 2 * FIRST_LIMIT_S, output);
    return (performance.now() - started) / 1000;
  } finally {
    if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGTERM');
    await ended;
  }
}

/** Measures `npm start` in a fresh clone of the checkout, and once more when everything is there. */
export async function measureStart(root: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'engineroom-start-'));
  try {
    const checkout = join(folder, 'clone');
    const cloned = spawnSync('git', ['clone', '--quiet', root, checkout], { encoding: 'utf8' });
    if (cloned.status !== 0) throw new Error(`Cloning failed: ${cloned.stderr}`);
    const first = await secondsUntilReady(checkout, folder);
    report({
      figure: 'npm start in a clean clone until ready',
      value: first,
      unit: 's',
      limit: FIRST_LIMIT_S,
      better: 'lower',
    });
    const second = await secondsUntilReady(checkout, folder);
    report({
      figure: 'npm start once more until ready',
      value: second,
      unit: 's',
      limit: SECOND_LIMIT_S,
      better: 'lower',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
