import type { Browser, BrowserContext, Page } from '@playwright/test';

/** How much slower than this machine the processor of a visitor is taken to be. */
const SLOW_DOWN = 4;

/** So long a page is waited for. */
const PATIENCE_MS = 10_000;

/** What a browser tells of one visit to a page. */
export interface Visit {
  /** Milliseconds from the request until the largest thing was painted. */
  largestPaint: number;
  /** The thing: its tag and the beginning of its text. */
  largestWhat: string;
  /** Milliseconds until what the page is for was there. */
  contentShown: number;
  /** Sum of all shifts that no input caused. */
  layoutShift: number;
  /** Milliseconds from each kind of input to the next paint, by the input's name. */
  interactions: Map<string, number>;
}

/** Something that a person does on a page. */
export interface Interaction {
  name: string;
  act(page: Page): Promise<unknown>;
}

interface Collected {
  paint: number;
  what: string;
  shown: number;
  shift: number;
  /** Longest duration of an input since the last look. */
  input: number;
}

/** Runs in the page before anything else: collects what the browser reports. @param content selector to wait for */
function collect(content: string): void {
  const collected: Collected = { paint: 0, what: '', shown: 0, shift: 0, input: 0 };
  (window as unknown as { collected: Collected }).collected = collected;
  const look = () => {
    if (document.querySelector(content)) collected.shown = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { element?: Element })[]) {
      collected.paint = entry.startTime;
      collected.what = `${entry.element?.tagName.toLowerCase() ?? '?'} ${entry.element?.textContent?.slice(0, 40) ?? ''}`;
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) collected.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[])
      if (entry.interactionId > 0) collected.input = Math.max(collected.input, entry.duration);
  }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit);
}

const read = (page: Page) => page.evaluate(() => (window as unknown as { collected: Collected }).collected);

/** Waits until nothing happens any more: no request under way and the browser idle twice. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(
    () =>
      new Promise((done) => {
        const whenIdle = (next: () => void) => requestIdleCallback(next, { timeout: 1000 });
        whenIdle(() => whenIdle(() => requestAnimationFrame(() => done(0))));
      }),
  );
}

async function timed(page: Page, { act }: Interaction): Promise<number> {
  await page.evaluate(() => {
    (window as unknown as { collected: Collected }).collected.input = 0;
  });
  await act(page);
  await settle(page);
  // The browser reports inputs a little after their paint, and none below 16 ms.
  await page.waitForTimeout(150);
  return (await read(page)).input;
}

/** Visits a page as somebody who has never seen the console: nothing in the browser's cache, a slow processor. */
export async function visit(
  browser: Browser,
  cookies: Parameters<BrowserContext['addCookies']>[0],
  url: string,
  content: string,
  interactions: readonly Interaction[],
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  try {
    await context.addCookies(cookies);
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    // The compiler names functions by a helper of its own, which the page lacks.
    await page.addInitScript('globalThis.__name = (value) => value');
    await page.addInitScript(collect, content);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator(content).first().waitFor();
    await settle(page);
    const { paint, what, shown } = await read(page);
    const times = new Map<string, number>();
    for (const interaction of interactions) times.set(interaction.name, await timed(page, interaction));
    const { shift } = await read(page);
    return {
      largestPaint: paint,
      largestWhat: what,
      contentShown: shown,
      layoutShift: shift,
      interactions: times,
    };
  } finally {
    await context.close();
  }
}
