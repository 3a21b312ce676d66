// `npm run check`: types, style, import rules, unused code, sizes.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generate, install, root } from './prepare.mjs';

const LONGEST_FILE = 300;
const FOLDERS = [
  'app',
  'bench',
  'components',
  'contracts',
  'e2e',
  'features',
  'lib',
  'prisma/seed',
  'scripts',
  'server',
  'test',
  'worker',
];

function* sources(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name === 'generated') continue;
    if (statSync(path).isDirectory()) yield* sources(path);
    else if (/\.(ts|tsx|mjs|css)$/.test(name)) yield path;
  }
}

function checkSizes() {
  const tooLong = FOLDERS.flatMap((folder) => [...sources(join(root, folder))])
    .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > LONGEST_FILE + 1);
  for (const { path, lines } of tooLong)
    process.stderr.write(`${path.slice(root.length + 1)}: ${lines} lines; split it below ${LONGEST_FILE}\n`);
  return tooLong.length === 0;
}

const ROOMS = ['app', 'components', 'contracts', 'features', 'lib', 'server', 'worker', 'instrumentation.ts'].filter(
  (name) => existsSync(join(root, name)),
);
const bin = (name) => join(root, 'node_modules', '.bin', name);
const STEPS = [
  ['types of routes', process.execPath, ['node_modules/next/dist/bin/next', 'typegen']],
  ['types', bin('tsc'), ['--noEmit', '-p', '.']],
  ['style', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['import rules', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', ...ROOMS]],
  ['unused code', bin('knip'), ['--no-progress']],
];

install();
generate();
const failed = [];
for (const [name, command, args] of STEPS) {
  process.stdout.write(`— ${name}\n`);
  if (spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status !== 0) failed.push(name);
}
process.stdout.write('— sizes\n');
if (!checkSizes()) failed.push('sizes');
if (failed.length > 0) {
  process.stderr.write(`Failed: ${failed.join(', ')}\n`);
  process.exit(1);
}
process.stdout.write('All checks passed.\n');
