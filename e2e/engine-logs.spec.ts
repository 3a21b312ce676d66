import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { TestServer } from '../test/setup/server';
import { expect, LOOKS, showAs, test } from './fixtures';

const LINES = 30_000;

/** An engine of its own with logs of our making; alive until `release`. */
async function startEngine(page: Page, server: TestServer, name: string) {
  const labels = { user: 'e2e-logs', creator: 'IDE', engineType: 'spark', engineVersion: '3.3.1' };
  const ticketId = `e2e-logs-${name}`;
  const report = (phase: string, more: object) =>
    page.request.post(`${server.base}/api/v1/engine-records/events`, {
      data: {
        events: [{ eventId: `${ticketId}-${phase}`, ticketId, phase, time: new Date().toISOString(), ...more }],
      },
    });
  await report('request', { labels, resource: { cores: 1, memoryBytes: 1073741824 } });
  await report('used', { instance: 'bdp009:40002' });
  const record = (await (await page.request.get(`${server.base}/api/v1/engine-records/${ticketId}`)).json()) as {
    logDirSuffix: string;
  };
  const folder = join(server.dataDirectory, 'engine-logs', record.logDirSuffix);
  mkdirSync(folder, { recursive: true });
  const url = `${server.base}/engine-history/${ticketId}/logs`;
  return {
    ticketId,
    url,
    file: join(folder, 'stdout'),
    folder,
    release: () => report('release', { status: 'Success' }),
  };
}

const second = (index: number) =>
  new Date(Date.UTC(2026, 4, 6, 8, 0, index)).toISOString().slice(0, 19).replace('T', ' ');

function manyLines(count = LINES): string {
  let text = '';
  for (let number = 1; number <= count; number++) {
    const level = number % 5_000 === 0 ? 'ERROR' : number % 100 === 0 ? 'WARN ' : 'INFO ';
    text += `${second(number)}.000 ${level} [main] o.a.l.Thing - line number ${number}\n`;
    if (level === 'ERROR') text += `java.lang.IllegalStateException: ${number}\n\tat o.a.l.Thing.run(Thing.java:7)\n`;
  }
  return text;
}

const box = (page: Page) => page.getByRole('log');
/** Number of the first line in view. */
const firstNumber = (page: Page) =>
  box(page).evaluate((element) => {
    const rows = [...element.querySelectorAll<HTMLElement>('[data-row]')];
    const index = rows.findIndex((row) => row.offsetTop + row.offsetHeight > element.scrollTop + 1);
    return Number(element.querySelectorAll('[data-number]')[index]?.textContent);
  });
const shown = (page: Page, text: string) =>
  expect(box(page).getByText(text, { exact: false }).first()).toBeInViewport();

/** Opens the log of an engine that has ended, at its end. */
async function openLongLog(page: Page, server: TestServer, name: string) {
  const engine = await startEngine(page, server, name);
  writeFileSync(engine.file, manyLines());
  await engine.release();
  await page.goto(engine.url);
  await shown(page, `line number ${LINES}`);
}

test.describe('the log reader', () => {
  test('goes to any place of a long log with few rows, and through all of it', async ({ signedIn: page, server }) => {
    await openLongLog(page, server, 'places');
    await page.keyboard.press('g');
    await expect.poll(() => firstNumber(page)).toBe(1);
    await page.keyboard.press(':');
    await page.keyboard.type('12,345');
    await page.keyboard.press('Enter');
    await expect.poll(() => firstNumber(page)).toBe(12_345);
    await page.keyboard.type('50%');
    await page.keyboard.press('Enter');
    await expect.poll(async () => Math.abs((await firstNumber(page)) - LINES / 2)).toBeLessThan(100);
    await page.keyboard.type('08:10:00');
    await page.keyboard.press('Enter');
    await shown(page, 'line number 600');
    await page.keyboard.type('soon');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: '10:20:05' })).toBeVisible();

    await box(page).hover();
    let last = await firstNumber(page);
    for (let turn = 0; turn < 30; turn++) {
      await page.mouse.wheel(0, 700);
      await page.waitForTimeout(40);
      const now = await firstNumber(page);
      expect(now - last).toBeGreaterThanOrEqual(0);
      expect(now - last).toBeLessThan(200);
      last = now;
    }
    expect(last).toBeGreaterThan(1_200);
    expect(await page.locator('[data-row]').count()).toBeLessThanOrEqual(400);
    const rail = page.getByRole('scrollbar');
    const place = await rail.boundingBox();
    if (!place) throw new Error('no scrollbar');
    await rail.click({ position: { x: 8, y: place.height * 0.75 } });
    await expect.poll(async () => Math.abs((await firstNumber(page)) - LINES * 0.75)).toBeLessThan(LINES * 0.02);
    await page.keyboard.press('End');
    await shown(page, `line number ${LINES}`);
    await expect(rail).toHaveAttribute('aria-valuenow', '100');
  });

  test('searches all of it, marks hits, filters, and names a wrong pattern', async ({ signedIn: page, server }) => {
    await openLongLog(page, server, 'search');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('NUMBER 777');
    await expect(page.getByText('11 hits · exact')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.locator('mark').first()).toHaveText('number 777');
    await expect(page.getByText('1 / 11 hits · exact')).toBeVisible();
    await page.keyboard.press('Enter');
    await shown(page, 'line number 7770');
    await page.getByRole('button', { name: 'Match case' }).click();
    await expect(page.getByText('No hits')).toBeVisible();
    await page.getByRole('button', { name: 'Match case' }).click();
    const field = page.getByRole('textbox', { name: 'Search the whole log' });
    await page.getByRole('button', { name: 'Regular expression' }).click();
    await field.fill('number (unclosed');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await field.fill('number \\d{1,2}$');
    await expect(page.getByText('99 hits · exact')).toBeVisible();
    await page.getByRole('button', { name: 'Only matching' }).click();
    await expect.poll(() => page.locator('[data-row]').count()).toBe(99);
    await page.keyboard.press('Escape');
    await field.fill('');
    await page.getByRole('button', { name: 'Error', exact: true }).click();
    await expect.poll(() => page.locator('[data-row]').count()).toBe(18);
    await expect(box(page).getByText('at o.a.l.Thing.run').first()).toBeVisible();
    await page.getByRole('button', { name: 'Error', exact: true }).click();
    await page.getByRole('button', { name: 'First error' }).click();
    await shown(page, 'line number 5000');
    await page.getByRole('button', { name: 'Unique errors' }).click();
    await page.getByRole('button', { name: 'Go to last' }).first().click();
    await shown(page, `line number ${LINES}`);
  });

  test('links to lines, and copies what is not loaded', async ({ signedIn: page, server, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openLongLog(page, server, 'links');
    await page.keyboard.press('g');
    await expect.poll(() => firstNumber(page)).toBe(1);
    await page.locator('[data-number]').getByText('10', { exact: true }).click();
    await page.keyboard.press(':');
    await page.keyboard.type('4000');
    await page.keyboard.press('Enter');
    await expect.poll(() => firstNumber(page)).toBe(4_000);
    await page
      .locator('[data-number]')
      .getByText('4009', { exact: true })
      .click({ modifiers: ['Shift'] });
    await expect(page.getByText('4,000 lines selected')).toBeVisible();
    await page.getByRole('button', { name: 'Copy text' }).click();
    await expect(page.getByText('4,000 lines copied')).toBeVisible();
    const copied = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
    expect(copied).toHaveLength(4_001);
    expect([copied[0]?.slice(-14), copied[3_999]?.slice(-16)]).toEqual(['line number 10', 'line number 4009']);
    await expect(page).toHaveURL(/log=stdout&anchor=[\w-]+&lines=4000/);
    const link = page.url();
    await page.goto(`${server.base}/engine-history`);
    await page.goto(link);
    await shown(page, 'line number 10');
    await expect(page.getByText('Lines 10–4,009')).toBeVisible();
    await page.goto(link.replace(/anchor=[\w-]+/, 'anchor=100-0123456789abcdef-5'));
    await page.getByRole('button', { name: 'Open at the end' }).click();
    await shown(page, `line number ${LINES}`);
  });

  test('follows what is written, waits while something else is read, and says when the engine has ended', async ({
    signedIn: page,
    server,
  }) => {
    const engine = await startEngine(page, server, 'follow');
    writeFileSync(engine.file, manyLines(500));
    await page.goto(engine.url);
    await expect(page.getByText('Following')).toBeVisible();
    appendFileSync(engine.file, `${second(9_000)} INFO fresh one\n`);
    await shown(page, 'fresh one');
    await box(page).hover();
    await page.mouse.wheel(0, -800);
    await page.waitForTimeout(300);
    const before = await firstNumber(page);
    appendFileSync(engine.file, `${second(9_001)} INFO second\n${second(9_002)} WARN third\n`);
    await page.getByRole('button', { name: '2 new lines' }).click();
    expect(before).toBeLessThan(490);
    await shown(page, 'third');
    await engine.release();
    await expect(page.getByText('Ended', { exact: true })).toBeVisible({ timeout: 15_000 });
  });

  test('text is only text, and every state says what it is', async ({ signedIn: page, server }) => {
    const engine = await startEngine(page, server, 'states');
    const long = 'y'.repeat(3_000_000);
    writeFileSync(engine.file, `<img src=x onerror="document.title='owned'">\n\x1b[31mred\x1b[0m a\0b\n${long}\n`);
    writeFileSync(join(engine.folder, 'stderr'), '');
    await engine.release();
    await page.goto(engine.url);
    await shown(page, '<img src=x');
    await expect(box(page).locator('[data-color="1"]')).toHaveText('red');
    await shown(page, 'a␀b');
    await page.getByRole('button', { name: /more characters/ }).click();
    await expect(box(page).getByText('cut at 16 KiB')).toBeAttached();
    expect(await page.title()).not.toBe('owned');
    await page.getByRole('tab', { name: /stderr/ }).click();
    await expect(page.getByText('The log is empty (0 bytes)')).toBeVisible();
    await page.getByRole('tab', { name: /yarnApp/ }).click();
    await expect(page.getByText('yarnApp: Missing')).toBeVisible();
    await page.getByRole('tab', { name: /All, by time/ }).click();
    await shown(page, 'stdout');
    await page.getByRole('tab', { name: /stdout/ }).click();
    await shown(page, '<img src=x');
    rmSync(engine.file);
    await page.keyboard.press('g');
    await expect(page.getByRole('alert').filter({ hasText: /Request id/ })).toBeVisible();
    await shown(page, '<img src=x');
  });

  for (const [locale, scheme] of LOOKS)
    test(`no accessibility fault in ${locale}, ${scheme}`, async ({ signedIn: page, server }) => {
      const engine = await startEngine(page, server, `axe-${locale}`);
      // Few lines: what is examined is of each kind, and takes long.
      const failed = `${second(100)}.000 ERROR [main] o.a.l.Thing - failed\n\tat o.a.l.Thing.run(Thing.java:7)\n`;
      writeFileSync(engine.file, `${manyLines(60)}${failed}\x1b[31;42mred on green\x1b[0m \x1b[93mbright\x1b[0m end\n`);
      writeFileSync(join(engine.folder, 'stderr'), `${second(200)} one line\n`);
      await engine.release();
      await showAs(page, server.base, locale, scheme);
      const faults = async () => {
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')} ${nodes[0]?.failureSummary}`);
      };
      await page.goto(engine.url);
      await shown(page, 'red on green');
      expect(await faults()).toEqual([]);
      await page.keyboard.press('/');
      await page.keyboard.type('number 5');
      await page.keyboard.press('Enter');
      await expect(page.locator('mark').first()).toBeVisible();
      await page.getByRole('button', { name: /Unique errors|错误归类/ }).click();
      await expect(page.locator('aside li').first()).toBeVisible();
      await page.locator('[data-number]').nth(30).click();
      expect(await faults()).toEqual([]);
      await page.getByRole('tab', { name: /All, by time|按时间/ }).click();
      await expect(box(page).getByText('one line')).toBeVisible();
      expect(await faults()).toEqual([]);
      await page.goto(`${engine.url}?log=gc`);
      await expect(page.getByRole('tabpanel')).toContainText('gc');
      expect(await faults()).toEqual([]);
    });
});
