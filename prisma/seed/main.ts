// `npm run seed`: fills a database with engine records, and log roots with logs, that look like an installation's.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfiguration } from '@/server/platform/config/environment';
import { migrate } from '@/server/platform/db/migrate/runner';
import { kindOf } from '@/server/platform/db/url';
import { makeLogger } from '@/server/platform/log/logger';
import { toWallClock } from '@/server/platform/time-zone';
import { readArguments, type SeedArguments, USAGE } from './arguments';
import { fill } from './fill';
import { writeLogs } from './logs/write';
import { grouped } from './progress';
import { SCENARIOS, type Scenario } from './scenarios';

const say = (line: string) => process.stdout.write(`${line}\n`);

function list(): void {
  for (const { name, description } of SCENARIOS) say(`${name.padEnd(12)} ${description}`);
}

async function seed(scenario: Scenario, { database, records, logRoot, now, append }: SeedArguments): Promise<void> {
  const root = process.cwd();
  const configuration = readConfiguration(process.env);
  const url = database ?? configuration.databaseUrl;
  const zone = kindOf(url) === 'sqlite' ? 'UTC' : configuration.databaseTimeZone;
  const toColumnTime = (instant: Date) => toWallClock(instant, zone);
  await migrate(url, root, makeLogger('warn'));
  const started = Date.now();
  const { count, newest } = await fill({ url, root, scenario, records, now: now.getTime(), append, toColumnTime, say });
  const seconds = (Date.now() - started) / 1000;
  const folder = resolve(
    logRoot ?? configuration.logRoots[0]?.directory ?? join(configuration.dataDirectory, 'engine-logs'),
  );
  const files = newest.length > 0 ? await writeLogs(folder, newest, now.getTime()) : 0;
  const rate = grouped(count / Math.max(seconds, 0.001));
  say(
    `${scenario.name}: ${grouped(count)} records in ${seconds.toFixed(1)} s (${rate}/s)${files > 0 ? `, ${grouped(files)} log files in ${folder}` : ''}.`,
  );
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const request = readArguments(process.argv.slice(2));
  if (request.scenario === 'list') return list();
  const scenario = SCENARIOS.find(({ name }) => name === request.scenario);
  if (!scenario)
    throw new Error(
      `There is no scenario ${request.scenario}. Known: ${SCENARIOS.map(({ name }) => name).join(', ')}.`,
    );
  await seed(scenario, request);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exit(1);
});
