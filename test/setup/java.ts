import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Whether Java, its compiler and Maven are there; `scripts/test.mjs` finds out and says when tests are skipped. */
export const HAS_JAVA = process.env.TEST_JAVA
  ? process.env.TEST_JAVA === 'true'
  : ['java', 'javac', 'mvn'].every((command) => spawnSync(command, ['-version']).status === 0);

/**
 * Folder with the libraries that `test/java/<name>/pom.xml` names. Maven fetches them once; the folder appears when all
 * are there.
 */
export function javaLibraries(name: string): string {
  const project = readFileSync(join('test', 'java', name, 'pom.xml'));
  const state = createHash('sha256').update(project).digest('hex').slice(0, 12);
  const folder = join(process.cwd(), 'node_modules', '.cache', 'java', `${name}-${state}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const target = `-DoutputDirectory=${unfinished}`;
  const goal = ['-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime', target];
  const { status, stdout } = spawnSync('mvn', goal, { cwd: join('test', 'java', name), encoding: 'utf8' });
  if (status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`Maven could not fetch the libraries of ${name}:\n${stdout}`);
  }
  if (existsSync(folder)) rmSync(unfinished, { recursive: true, force: true });
  else renameSync(unfinished, folder);
  return folder;
}

/** Runs a command to its end without blocking this process; says with which code it ended and what it wrote. */
export function runCommand(command: string, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
      });
    child.on('close', (code) => resolve({ code, output }));
  });
}
