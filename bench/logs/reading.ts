import { spawnSync } from 'node:child_process';
import type { Client } from '../client';
import { percentile, report } from '../figure';
import { readEvents } from './event-reader';
import { GREP, LINES, QUERIES } from './log-file';

/** A measured server with engines that have the log. */
export interface LogStage {
  client: Client;
  port: number;
  cookie: string;
  /** The log as a file. */
  path: string;
  bytes: number;
  /** Makes an engine that has the log, which nobody has opened yet; returns its ticket. */
  freshEngine(): Promise<string>;
}

const FRESH = 12;
const JUMPS = 150;
const logPath = (ticket: string) => `/api/v1/engine-records/${ticket}/logs/stdout`;
const dataOf = ({ bytes }: LogStage) => `${LINES} lines, ${(bytes / 2 ** 30).toFixed(2)} GiB`;

async function timed(client: Client, path: string): Promise<number> {
  const answer = await client.send('GET', path);
  if (answer.status !== 200)
    throw new Error(`GET ${path} answered ${answer.status}: ${answer.body.toString().slice(0, 200)}`);
  return answer.milliseconds;
}

/** Opening logs that were never opened, and the index of one. */
export async function measureOpening(stage: LogStage): Promise<void> {
  const first: number[] = [];
  const index: number[] = [];
  for (let round = 0; round < FRESH; round++) {
    const ticket = await stage.freshEngine();
    first.push(await timed(stage.client, `${logPath(ticket)}?limit=200`));
    // A line by its number needs the index, which the first look has begun.
    await timed(stage.client, `${logPath(ticket)}?line=1&limit=1`);
    const other = await stage.freshEngine();
    index.push(await timed(stage.client, `${logPath(other)}?line=${LINES / 2}&limit=1`));
  }
  const { stdout } = spawnSync('bash', ['-c', `time wc -l < ${stage.path}`], { encoding: 'utf8' });
  const data = `${dataOf(stage)}, ${stdout.trim()} newlines`;
  report({
    figure: 'first text of a log, p95',
    value: percentile(first, 0.95),
    unit: 'ms',
    limit: 400,
    better: 'lower',
    data,
  });
  const baseline = { name: 'wc -l, ms', value: wcMilliseconds(stage.path) };
  const value = percentile(index, 0.95);
  report({ figure: 'index of a log, cold, p95', value, unit: 'ms', limit: 2000, better: 'lower', data, baseline });
}

function wcMilliseconds(path: string): number {
  const begun = performance.now();
  spawnSync('wc', ['-l', path]);
  return performance.now() - begun;
}

/** Jumping to places of an open log: by line, percentage, time and offset. */
export async function measureJumps(stage: LogStage): Promise<void> {
  const path = logPath(await stage.freshEngine());
  await timed(stage.client, `${path}?line=1&limit=1`);
  const detail: Record<string, string> = {};
  let worst = 0;
  const places: Record<string, (share: number) => string> = {
    line: (share) => `line=${1 + Math.floor(share * (LINES - 1))}`,
    percent: (share) => `percent=${(share * 100).toFixed(4)}`,
    time: (share) =>
      `time=${new Date(Date.parse('2026-05-06T00:00:00Z') + Math.floor(share * LINES) * 7).toISOString()}`,
    offset: (share) => `after=${Math.floor(share * stage.bytes)}`,
  };
  for (const [name, place] of Object.entries(places)) {
    const times: number[] = [];
    for (let jump = 0; jump < JUMPS; jump++)
      times.push(await timed(stage.client, `${path}?${place((jump * 0.618_034) % 1)}&limit=200`));
    detail[name] = `p50 ${percentile(times, 0.5).toFixed(1)}, p95 ${percentile(times, 0.95).toFixed(1)}`;
    worst = Math.max(worst, percentile(times, 0.95));
  }
  report({
    figure: 'jump in a log, p95',
    value: worst,
    unit: 'ms',
    limit: 150,
    better: 'lower',
    data: dataOf(stage),
    detail,
  });
}

interface Searched {
  firstHit: number;
  total: number;
  matches: number;
}

async function search(stage: LogStage, ticket: string, query: Record<string, string>): Promise<Searched> {
  const begun = performance.now();
  const found: Searched = { firstHit: Number.NaN, total: Number.NaN, matches: -1 };
  await readEvents(
    stage.port,
    `${logPath(ticket)}/search?${new URLSearchParams(query)}`,
    stage.cookie,
    ({ event, data }) => {
      const now = performance.now() - begun;
      if (event === 'failure') throw new Error(data);
      if (event === 'hits' && Number.isNaN(found.firstHit)) found.firstHit = now;
      if (event === 'done') Object.assign(found, { total: now, matches: JSON.parse(data).matches });
      return true;
    },
  );
  return found;
}

/** Searching the whole log: the first hit, the exact total, and the same by grep. */
export async function measureSearch(stage: LogStage): Promise<void> {
  const ticket = await stage.freshEngine();
  const data = dataOf(stage);
  for (const [name, query] of Object.entries(QUERIES)) {
    const runs: Searched[] = [];
    const greps: number[] = [];
    for (let round = 0; round < 3; round++) {
      const begun = performance.now();
      const { stdout } = spawnSync('grep', [...GREP[name as keyof typeof QUERIES], stage.path], { encoding: 'utf8' });
      greps.push(performance.now() - begun);
      const found = await search(stage, ticket, query);
      if (found.matches !== Number(stdout)) throw new Error(`${name}: found ${found.matches}, grep ${stdout.trim()}`);
      runs.push(found);
    }
    const grep = percentile(greps, 0.5);
    const total = percentile(
      runs.map((run) => run.total),
      0.5,
    );
    const first = percentile(
      runs.map((run) => run.firstHit),
      0.5,
    );
    const baseline = { name: 'grep, ms', value: grep };
    const detail = { matches: runs[0]?.matches ?? 0 };
    report({ figure: `first hit, ${name}`, value: first, unit: 'ms', limit: 200, better: 'lower', data });
    report({
      figure: `exact total, ${name}`,
      value: total,
      unit: 'ms',
      limit: 2000,
      better: 'lower',
      data,
      baseline,
      detail,
    });
    report({
      figure: `exact total compared with grep, ${name}`,
      value: total / grep,
      unit: 'times',
      limit: 3,
      better: 'lower',
      data,
    });
  }
}

/** How long other requests take while logs are searched. */
export async function measureOthers(stage: LogStage): Promise<void> {
  const ticket = await stage.freshEngine();
  let searching = true;
  const searches = (async () => {
    while (searching) await search(stage, ticket, QUERIES['text in most lines']);
  })();
  const times: number[] = [];
  const quiet: number[] = [];
  for (let number = 0; number < 300; number++)
    times.push(await timed(stage.client, '/api/v1/engine-records?pageSize=50'));
  searching = false;
  await searches;
  for (let number = 0; number < 300; number++)
    quiet.push(await timed(stage.client, '/api/v1/engine-records?pageSize=50'));
  const baseline = { name: 'p99 without a search, ms', value: percentile(quiet, 0.99) };
  const value = percentile(times, 0.99);
  report({
    figure: 'other requests while a log is searched, p99',
    value,
    unit: 'ms',
    limit: 100,
    better: 'lower',
    data: dataOf(stage),
    baseline,
  });
}
