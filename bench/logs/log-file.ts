import { closeSync, existsSync, linkSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Lines of the measured log; it is about a gigabyte. */
export const LINES = 7_000_000;
const PORTION = 20_000;
/** Every so many lines there is an error with its stack trace. */
const ERROR_EVERY = 70_001;
const LEVELS = ['INFO ', 'INFO ', 'INFO ', 'WARN ', 'INFO ', 'DEBUG'];
const FIRST = Date.parse('2026-05-06T00:00:00Z');

/** What is searched for: rare and frequent text, in any case, and by regular expressions. */
export const QUERIES = {
  'rare text': { query: 'IllegalStateException', caseSensitive: 'true' },
  'text in most lines': { query: 'INFO', caseSensitive: 'true' },
  'text in any case': { query: 'illegalstateexception' },
  'regular expression, rare': { query: 'ERROR.*code [0-9]+7$', mode: 'regex', caseSensitive: 'true' },
  'regular expression, frequent': { query: 'task [0-9]*7 of stage', mode: 'regex', caseSensitive: 'true' },
} as const;

/** Arguments for `grep -c` that count the same lines. */
export const GREP: Record<keyof typeof QUERIES, string[]> = {
  'rare text': ['-c', 'IllegalStateException'],
  'text in most lines': ['-c', 'INFO'],
  'text in any case': ['-ci', 'illegalstateexception'],
  'regular expression, rare': ['-cE', 'ERROR.*code [0-9]+7$'],
  'regular expression, frequent': ['-cE', 'task [0-9]*7 of stage'],
};

function lineAt(number: number): string {
  const time = new Date(FIRST + number * 7).toISOString().slice(0, 23).replace('T', ' ');
  if (number % ERROR_EVERY === 0)
    return `${time} [ERROR] [main] o.a.l.e.Executor (12) [run] - task failed with code ${number}\njava.lang.IllegalStateException: code ${number}\n\tat a.b.C.d(C.java:${number % 97})`;
  return `${time} [${LEVELS[number % 6]}] [main] o.a.l.e.Executor (${number % 300}) [run] [JobId-${number % 17}] - task ${number} of stage ${number % 1000} finished in ${number % 777} ms, 读取 ${(number * 7) % 99_991} bytes`;
}

/** Writes the measured log, unless it is there; returns its path. */
export function makeLogFile(folder: string): string {
  const path = join(folder, `log-${LINES}`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const file = openSync(`${path}.part`, 'w');
  for (let number = 1; number <= LINES; number += PORTION) {
    const lines = Array.from({ length: Math.min(PORTION, LINES - number + 1) }, (_, index) => lineAt(number + index));
    writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
  linkSync(`${path}.part`, path);
  return path;
}

/** Size of a file in bytes. */
export const bytesOf = (path: string): number => statSync(path).size;

/** Gives an engine the log under a name of its own, without copying it; `parts` times when it is rolled. */
export function layOut(root: string, suffix: string, path: string, parts = 1): void {
  const directory = join(root, suffix);
  mkdirSync(directory, { recursive: true });
  for (let part = 0; part < parts; part++) {
    const target = join(directory, part === 0 ? 'stdout' : `stdout.${part}`);
    if (!existsSync(target)) linkSync(path, target);
  }
}
