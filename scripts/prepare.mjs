// Brings a checkout to the state in which it can be served or tested: packages installed, clients generated, pages
// built. Each step is skipped when nothing it depends on has changed since.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = [
  'app',
  'components',
  'contracts',
  'features',
  'lib',
  'messages',
  'public',
  'server',
  'worker',
  'prisma/models',
];
const FILES = ['next.config.js', 'instrumentation.ts', 'package-lock.json', 'tsconfig.json', 'scripts/generate.mjs'];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Engineroom needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

function* filesBelow(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (name === 'generated') continue;
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

function fingerprint(paths) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of paths) hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

function run(what, command, args, environment = {}) {
  process.stdout.write(`${what} …\n`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  });
  if (error || status !== 0) {
    process.stderr.write(`${what} failed${error ? `: ${error.message}` : ''}.\n`);
    process.exit(1);
  }
}

/** Installs the packages of the lock file. */
export function install() {
  const stamp = join(root, 'node_modules', '.engineroom-install');
  const wanted = fingerprint([join(root, 'package-lock.json')]);
  if (read(stamp) === wanted) return;
  // No package needs its install script: native parts come prebuilt inside the packages.
  run('Installing packages', 'npm', [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--include=dev',
    '--loglevel=error',
  ]);
  writeFileSync(stamp, wanted);
}

/** Generates the three database clients and the bundles of worker threads. */
export function generate() {
  generateClients();
  bundleThreads();
}

function bundleThreads() {
  const stamp = join(root, 'server', 'engine-logs', 'reader', 'generated', '.stamp');
  const wanted = fingerprint([
    ...filesBelow(join(root, 'server', 'engine-logs')),
    ...filesBelow(join(root, 'server', 'platform', 'db')),
    join(root, 'server', 'platform', 'memory.ts'),
    join(root, 'scripts', 'bundle-threads.mjs'),
    join(root, 'package-lock.json'),
  ]);
  if (read(stamp) === wanted) return;
  run('Bundling threads', process.execPath, ['scripts/bundle-threads.mjs']);
  writeFileSync(stamp, wanted);
}

function generateClients() {
  const target = join(root, 'server', 'platform', 'db', 'generated');
  const stamp = join(target, '.stamp');
  const wanted = fingerprint([
    ...filesBelow(join(root, 'prisma', 'models')),
    join(root, 'scripts', 'generate.mjs'),
    join(root, 'package-lock.json'),
  ]);
  if (read(stamp) === wanted) return;
  run('Generating database clients', process.execPath, ['scripts/generate.mjs']);
  mkdirSync(target, { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Builds the pages and routes. */
export function build() {
  const stamp = join(root, '.next', 'engineroom-build');
  const wanted = fingerprint([
    ...SOURCES.flatMap((folder) => [...filesBelow(join(root, folder))]),
    ...FILES.map((name) => join(root, name)),
  ]);
  if (read(stamp) === wanted) return;
  run('Building', process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  });
  writeFileSync(stamp, wanted);
}
