// `npm test`: everything, browser included. Finds out which databases and which browser are there, names what it skips
// and why, and ends with one line of totals.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './find-browser.mjs';
import { build, generate, install, root } from './prepare.mjs';

process.chdir(root);
install();
generate();
build();

const SERVERS = {
  mysql: process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306',
  postgresql: process.env.TEST_POSTGRESQL_URL ?? 'postgresql://postgres@127.0.0.1:5432',
};

function answers(url) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 1000 }, () => {
      socket.destroy();
      resolve(true);
    });
    for (const event of ['error', 'timeout']) {
      socket.on(event, () => {
        socket.destroy();
        resolve(false);
      });
    }
  });
}

const skipped = [];
const databases = ['sqlite'];
for (const [kind, url] of Object.entries(SERVERS)) {
  const name = kind === 'mysql' ? 'MYSQL' : 'POSTGRESQL';
  if (await answers(url)) databases.push(kind);
  else skipped.push(`${kind}: no server at ${new URL(url).host}; start one there or set TEST_${name}_URL`);
}
const browser = await findBrowser();
if (!browser)
  skipped.push(
    'browser tests: no Chromium found; install one ("apt-get install chromium" or "npx playwright install chromium") or set CHROMIUM_PATH',
  );

// The published Java client of Linkis and a second S3 server; what they need is fetched by Maven.
const java = ['java', 'javac', 'mvn'].every((command) => spawnSync(command, ['-version']).status === 0);
// Nobody needs Java to work on this: where it is not there, its tests may be skipped everywhere.
const forgone = java ? [] : ["Linkis' Java client and S3Proxy: no Java, javac or Maven; install all three"];

const scratch = mkdtempSync(join(tmpdir(), 'engineroom-results-'));
const environment = {
  ...process.env,
  TEST_DATABASES: databases.join(','),
  CHROMIUM_PATH: browser ?? '',
  TEST_JAVA: String(java),
  NEXT_TELEMETRY_DISABLED: '1',
};
const totals = { passed: 0, failed: 0, skipped: 0 };
let broken = false;

function run(name, args, results, read) {
  process.stdout.write(`\n— ${name}\n`);
  const { status } = spawnSync(process.execPath, args, {
    stdio: 'inherit',
    env: { ...environment, PLAYWRIGHT_JSON_OUTPUT_NAME: results },
  });
  broken ||= status !== 0;
  if (!existsSync(results)) {
    broken = true;
    return;
  }
  const found = read(JSON.parse(readFileSync(results, 'utf8')));
  for (const key of Object.keys(totals)) totals[key] += found[key];
}

const unitResults = join(scratch, 'vitest.json');
run(
  'Units, stores and servers',
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${unitResults}`,
  ],
  unitResults,
  (report) => ({
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    skipped: report.numPendingTests,
  }),
);
if (browser) {
  const browserResults = join(scratch, 'playwright.json');
  run(
    'Pages in the browser',
    ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
    browserResults,
    ({ stats }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
    }),
  );
}
rmSync(scratch, { recursive: true, force: true });

process.stdout.write(`\nDatabases: ${databases.join(', ')}. Browser: ${browser ?? 'none'}.\n`);
for (const reason of [...skipped, ...forgone]) process.stdout.write(`SKIPPED ${reason}\n`);
if (skipped.length > 0 && process.env.TEST_REQUIRE_ALL === 'true') {
  process.stdout.write('Nothing may be skipped here.\n');
  broken = true;
}
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exit(broken || totals.failed > 0 ? 1 : 0);
