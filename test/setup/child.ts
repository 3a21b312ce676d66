import { type ChildProcess, spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** A TypeScript program of the tests, running. */
export interface TestProgram {
  process: ChildProcess;
  /** Resolves when the program has written this; fails when it ended before, with what it wrote. */
  said(text: string): Promise<void>;
  /** Resolves when the program has ended. */
  ended: Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** Joins a program of the tests into one file, which starts in less than half the time; for those started many times. */
export async function bundleProgram(path: string): Promise<string> {
  // Inside of node_modules, so that the packages it needs are found from there.
  const outfile = join('node_modules', '.cache', 'engineroom-tests', `${basename(path, '.ts')}-${process.pid}.mjs`);
  await build({ entryPoints: [path], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile });
  return outfile;
}

/**
 * Starts a program in a process of its own.
 * @param wrapper a command and its first arguments that run it, to bound what it may use
 */
export function runProgram(
  path: string,
  args: string[],
  environment: Record<string, string> = {},
  wrapper: string[] = [],
): TestProgram {
  const loader = path.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const [command = '', ...rest] = [...wrapper, process.execPath, ...loader, path, ...args];
  const child = spawn(command, rest, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  return {
    process: child,
    ended,
    said: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (text.includes(wanted)) resolve();
        };
        listeners.add(look);
        ended.then(() => reject(new Error(`${path} ended without saying "${wanted}":\n${text}`)));
        look();
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
