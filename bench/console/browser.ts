import { type Browser, chromium } from '@playwright/test';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { ADMINISTRATOR } from '../server';

/** Starts the browser that pages are measured in. @throws Error when there is none */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error('No Chromium found: install one, or name it in CHROMIUM_PATH.');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
}

/** Cookies of an administrator who has signed in through the page. */
export async function cookiesOf(browser: Browser, base: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${base}/sign-in`);
  await page.locator('input[autocomplete="username"]').fill(ADMINISTRATOR.name);
  await page.locator('input[type="password"]').fill(ADMINISTRATOR.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  // The console remembers the visitor's time zone in a cookie, as for everybody who comes again.
  await page.waitForFunction(() => document.cookie.includes('engineroom_time_zone'));
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}
