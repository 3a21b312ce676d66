import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of the browser that pages are opened in: CHROMIUM_PATH, the system's or Playwright's own; null without one. */
export async function findBrowser() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const { chromium } = await import('@playwright/test');
  return [...paths, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}
