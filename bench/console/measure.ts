import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import type { EngineRecordPage } from '@/contracts/engine-history';
import { type Client, signIn } from '../client';
import { measuredDatabase } from '../databases';
import { percentile, report, reportFailure } from '../figure';
import { pagePath } from '../page-cases';
import { ADMINISTRATOR, startServer } from '../server';
import { cookiesOf, launchBrowser } from './browser';
import { type ConsolePage, consolePages } from './cases';
import { type Visit, visit } from './visit';

const LIMITS = { largestPaint: 1000, input: 100, layoutShift: 0.02 };
const RECORDS = 5000;
const SETTING = 'Chromium, processor slowed down 4 times, empty cache';

/** What pages are measured with. */
export interface ConsoleRun {
  root: string;
  folder: string;
  rounds: number;
  /** Names of the pages to measure; all when empty. */
  only: readonly string[];
}

const spread = (values: readonly number[]) =>
  `median ${Math.round(percentile(values, 0.5))}, ${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))}`;

/** Tells of the visits to a page: the median of each figure, since other programs disturb single ones. */
function reportVisits(name: string, visits: readonly Visit[]): void {
  const data = `${SETTING}, ${visits.length} visits`;
  const paints = visits.map(({ largestPaint }) => largestPaint);
  const shown = visits.map(({ contentShown }) => contentShown);
  report({
    figure: `${name}: largest contentful paint`,
    value: percentile(paints, 0.5),
    unit: 'ms',
    limit: LIMITS.largestPaint,
    better: 'lower',
    data,
    detail: { paints: spread(paints), element: visits[0]?.largestWhat ?? '', 'content shown': spread(shown) },
  });
  const inputs = [...(visits[0]?.interactions.keys() ?? [])].map((input) => {
    const times = visits.map(({ interactions }) => interactions.get(input) ?? 0);
    return { input, times, median: percentile(times, 0.5) };
  });
  report({
    figure: `${name}: interaction to next paint, the slowest kind`,
    value: Math.max(...inputs.map(({ median }) => median)),
    unit: 'ms',
    limit: LIMITS.input,
    better: 'lower',
    data,
    detail: Object.fromEntries(inputs.map(({ input, times }) => [input, spread(times)])),
  });
  report({
    figure: `${name}: layout shift`,
    value: Math.max(...visits.map(({ layoutShift }) => layoutShift)),
    unit: '',
    limit: LIMITS.layoutShift,
    better: 'lower',
    data,
  });
}

function oneEvent() {
  const labels = { user: 'hadoop', creator: 'IDE', engineType: 'spark', engineVersion: '3.2.1' };
  return { eventId: randomUUID(), ticketId: 'measured', phase: 'used', time: new Date().toISOString(), labels };
}

/** What pages list: a trail, and contexts of more than one page. */
async function fill(client: Client): Promise<void> {
  const contextID = contextIdText();
  for (let number = 0; number < 120; number++) {
    await client.json('POST', '/api/v1/engine-records/events', oneEvent());
    await client.json('POST', '/api/rest_j/v1/contextservice/createContextID', { contextID });
  }
}

function contextIdText(): string {
  const value = JSON.stringify({ user: ADMINISTRATOR.name, contextId: null });
  return JSON.stringify({ type: 'HAWorkFlowContextID', value });
}

async function measurePage(
  browser: Browser,
  base: string,
  cookies: Awaited<ReturnType<typeof cookiesOf>>,
  page: ConsolePage,
  rounds: number,
): Promise<void> {
  const visits: Visit[] = [];
  // The first visit warms the server up.
  for (let round = 0; round <= rounds; round++) {
    const seen = await visit(browser, page.signedIn ? cookies : [], base + page.path, page.content, page.interactions);
    if (round > 0) visits.push(seen);
  }
  reportVisits(page.name, visits);
}

/** Measures how soon the console's pages are there and how soon they answer to input, in a real browser. */
export async function measureConsole({ root, folder, rounds, only }: ConsoleRun): Promise<void> {
  const database = await measuredDatabase('sqlite', RECORDS, root, folder);
  const server = await startServer(root, join(folder, 'console'), database.url);
  const browser = await launchBrowser();
  try {
    const base = `http://127.0.0.1:${server.port}`;
    const client = await signIn(server.port, ADMINISTRATOR.name, ADMINISTRATOR.password);
    const ended = await client.json<EngineRecordPage>('GET', pagePath('status=Success&pageSize=1'));
    await fill(client);
    client.close();
    const cookies = await cookiesOf(browser, base);
    const pages = consolePages(ended.items[0]?.ticketId ?? '');
    for (const page of pages.filter(({ name }) => only.length === 0 || only.includes(name)))
      await measurePage(browser, base, cookies, page, rounds).catch((error) => reportFailure(page.name, error));
  } finally {
    await browser.close();
    await server.stop();
  }
}
