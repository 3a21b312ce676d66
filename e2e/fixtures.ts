import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, test as base, type Page } from '@playwright/test';
import { ADMIN, startServer, type TestServer } from '../test/setup/server';

/** A server with a small team's engines and their logs, one for all tests of a worker. */
export const test = base.extend<{ signedIn: Page }, { server: TestServer; serverOf: string }>({
  /** Files that name another one get a server of their own, for what cannot be removed again. */
  serverOf: ['all', { scope: 'worker', option: true }],
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
    async ({}, use) => {
      const dataDirectory = mkdtempSync(join(tmpdir(), 'engineroom-e2e-'));
      const logs = join(dataDirectory, 'engine-logs');
      const seeded = spawnSync(
        process.execPath,
        [
          'node_modules/tsx/dist/cli.mjs',
          'prisma/seed/main.ts',
          'small-team',
          '--database',
          `file:${join(dataDirectory, 'engineroom.db')}`,
          '--log-root',
          logs,
        ],
        {
          encoding: 'utf8',
          env: { ...process.env, DATA_DIR: dataDirectory },
        },
      );
      if (seeded.status !== 0) throw new Error(`seeding failed: ${seeded.stdout}${seeded.stderr}`);
      const server = await startServer({ dataDirectory, environment: { LOG_ROOTS: logs, LOG_LEVEL: 'warn' } });
      await use(server);
      await server.stop();
      server.remove();
    },
    { scope: 'worker' },
  ],
  signedIn: async ({ page, server }, use) => {
    await signInOnPage(page, server.base, ADMIN.name, ADMIN.password);
    await use(page);
  },
});

export { expect } from '@playwright/test';

/** Signs in through the page and waits for the history. */
export async function signInOnPage(page: Page, at: string, name: string, password: string): Promise<void> {
  await page.goto(`${at}/sign-in`);
  await page.locator('input[autocomplete="username"]').fill(name);
  await page.locator('input[type="password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/**
 * Languages and colour schemes in which the steps of a page are examined: each of both. The pages of the navigation are
 * examined in all four pairs (`accessibility.spec.ts`); what a language does to a page and what a scheme does are apart.
 */
export const LOOKS = [
  ['en', 'light'],
  ['zh-CN', 'dark'],
] as const;

/** Shows the console in a language and a colour scheme. */
export async function showAs(page: Page, at: string, locale: 'en' | 'zh-CN', scheme: 'light' | 'dark'): Promise<void> {
  await page.context().addCookies([{ name: 'engineroom_locale', value: locale, url: at }]);
  await page.emulateMedia({ colorScheme: scheme });
  await page.addInitScript((value) => localStorage.setItem('mantine-color-scheme-value', value), scheme);
}

/** A page on which somebody without any special role is signed in. @param page of an administrator */
export async function ordinaryUser(browser: Browser, page: Page, at: string, name: string): Promise<Page> {
  const made = await page.request.post(`${at}/api/v1/accounts`, { data: { name, role: 'user' } });
  const { oneTimePassword } = (await made.json()) as { oneTimePassword: string };
  const other = await (await browser.newContext()).newPage();
  await signInOnPage(other, at, name, oneTimePassword);
  await other.request.post(`${at}/api/v1/session/password`, {
    data: { currentPassword: oneTimePassword, newPassword: 'a long new secret' },
  });
  return other;
}
