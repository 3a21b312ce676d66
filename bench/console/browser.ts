import { type Browser, chromium } from '@playwright/test';
import { ADMINISTRATOR } from '../server';

/** Starts the browser that pages are measured in: the one of CHROMIUM_PATH, or Playwright's own. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH || undefined,
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
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}
