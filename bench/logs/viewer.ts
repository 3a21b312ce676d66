import type { CDPSession, Page } from '@playwright/test';
import { cookiesOf, launchBrowser } from '../console/browser';
import { report } from '../figure';
import { LINES } from './log-file';
import type { LogStage } from './reading';

const RAIL_STEPS = 40;
const WHEELS = 120;
const MOST_ROWS = 400;

/** Runs in the page: keeps the longest time between two frames. */
function watchFrames(): void {
  const watched = { longest: 0 };
  (window as unknown as { frames: typeof watched }).frames = watched;
  let last = performance.now();
  const look = (now: number) => {
    watched.longest = Math.max(watched.longest, now - last);
    last = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function heapMegabytes(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 2 ** 20;
}

/** Drags the rail from the beginning to the end and turns the wheel on the way. */
async function scrollThrough(page: Page, look: () => Promise<void>): Promise<void> {
  const rail = await page.getByRole('scrollbar').boundingBox();
  if (!rail) throw new Error('The log has no rail.');
  const x = rail.x + rail.width / 2;
  await page.mouse.move(x, rail.y + 4);
  await page.mouse.down();
  for (let step = 0; step <= RAIL_STEPS; step++) {
    await page.mouse.move(x, rail.y + 4 + ((rail.height - 8) * step) / RAIL_STEPS, { steps: 3 });
    await look();
  }
  await page.mouse.up();
  await page.mouse.move(rail.x - 300, rail.y + rail.height / 2);
  for (let wheel = 0; wheel < WHEELS; wheel++) {
    await page.mouse.wheel(0, wheel < WHEELS / 2 ? -2000 : 2000);
    if (wheel % 10 === 0) await look();
  }
}

/** The log in a browser: rows in the page, memory, and frames while it is scrolled from end to end. */
export async function measureViewer(stage: LogStage): Promise<void> {
  const ticket = await stage.freshEngine();
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const url = `http://127.0.0.1:${stage.port}`;
    await context.addCookies(await cookiesOf(browser, url));
    const page = await context.newPage();
    // What names functions in this program is not there in the page.
    await page.addInitScript('globalThis.__name = (value) => value');
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    await page.goto(`${url}/engine-history/${ticket}/logs`);
    await page
      .getByText(`${LINES.toLocaleString('en')}`.slice(0, 5))
      .first()
      .waitFor({ timeout: 30_000 });
    await page.waitForTimeout(1000);
    await page.evaluate(watchFrames);
    let heap = 0;
    let rows = 0;
    await scrollThrough(page, async () => {
      heap = Math.max(heap, await heapMegabytes(session));
      rows = Math.max(rows, await page.locator('[data-row]').count());
    });
    const longest = await page.evaluate(() => (window as unknown as { frames: { longest: number } }).frames.longest);
    const data = `${LINES} lines, from end to end by the rail, then ${WHEELS} turns of the wheel`;
    report({ figure: 'browser: memory while scrolling', value: heap, unit: 'MB', limit: 100, better: 'lower', data });
    report({
      figure: 'browser: longest frame while scrolling',
      value: longest,
      unit: 'ms',
      limit: 100,
      better: 'lower',
      data,
    });
    report({ figure: 'browser: rows in the page', value: rows, unit: 'rows', limit: MOST_ROWS, better: 'lower', data });
  } finally {
    await browser.close();
  }
}
