import type { Page } from '@playwright/test';
import { idText, keyText, typed } from '../test/setup/contexts';
import { expect, LOOKS, showAs, signInOnPage, test } from './fixtures';
import { violations } from './violations';

const SERVICE = '/api/rest_j/v1/contextservice';

/** Makes a context of a user as a program does. @returns its id for programs */
async function makeContext(page: Page, base: string, user: string): Promise<string> {
  const contextID = typed('HAWorkFlowContextID', { user, contextId: null });
  const made = await page.request.post(`${base}${SERVICE}/createContextID`, { data: { contextID } });
  return ((await made.json()) as { data: { contextId: string } }).data.contextId;
}

/** Sets a value as a program does. */
async function setValue(page: Page, base: string, contextId: string, key: string, value: string): Promise<void> {
  const data = {
    contextID: idText(contextId),
    contextKey: keyText(key, 'DATA'),
    contextValue: typed('contextValue', { value: typed('LinkisVariable', { key, value }), keywords: null }),
  };
  const set = await page.request.post(`${base}${SERVICE}/setValueByKey`, { data });
  expect(set.ok(), await set.text()).toBe(true);
}

const rows = (page: Page) => page.locator('tbody tr[data-row]');

test('contexts are found, looked into beside the list, and left by keyboard', async ({ signedIn: page, server }) => {
  const found = await makeContext(page, server.base, 'finder');
  await makeContext(page, server.base, 'finder');
  await makeContext(page, server.base, 'other');
  await setValue(page, server.base, found, 'plain.key', 'some text');
  await page.goto(`${server.base}/contexts`, { waitUntil: 'networkidle' });
  await page.keyboard.press('/');
  await page.keyboard.type('finder\n');
  await expect(page).toHaveURL(/user=finder/);
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByText('2 in all')).toBeVisible();
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('menuitem', { name: 'Values' }).click();
  await page.getByRole('radio', { name: 'has some' }).check();
  await page.keyboard.press('Escape');
  await expect(rows(page)).toHaveCount(1);
  await page.locator('h1').click();
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  const panel = page.getByRole('dialog', { name: /^Context / });
  await expect(panel.getByRole('button', { name: 'plain.key' })).toBeVisible();
  await panel.getByRole('tab', { name: /Listeners/ }).click();
  await expect(panel.getByText('No listeners')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(page.locator('tr[data-row] [data-row-link]').first()).toBeFocused();
  const cleanup = page.getByRole('link', { name: 'Clean up these…' });
  await expect(cleanup).toHaveAttribute('href', '/cleanup?users=finder');
  await expect(page.getByText('Not in a cleanup’s rule: Values')).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Page, engine, material or context id' }).fill(found);
  await page.getByRole('option').filter({ hasText: 'finder' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Context');
});

test('ages and order narrow and sort the list; nothing found says what to do', async ({ signedIn: page, server }) => {
  await makeContext(page, server.base, 'aged');
  await page.goto(`${server.base}/contexts?user=aged`, { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('menuitem', { name: 'Time' }).click();
  await page.getByRole('button', { name: 'more than 90 days ago' }).click();
  await expect(page.getByText('No context fits')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Clean up these…' })).toHaveAttribute(
    'href',
    '/cleanup?users=aged&time=access&days=90',
  );
  await page.getByRole('link', { name: 'Clean up these…' }).click();
  await expect(page.getByLabel('Users')).toHaveValue('aged');
  await expect(page.getByLabel('More than so many days ago')).toHaveValue('90');
  await page.goBack();
  await page.getByRole('button', { name: /Change filter Time/ }).click();
  await page.getByRole('button', { name: 'in the last day' }).click();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Created' }).click();
  await expect(page.getByRole('columnheader', { name: 'Created' })).toHaveAttribute('aria-sort', 'descending');
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page).not.toHaveURL(/user=/);
});

test('values are text, whatever they hold, and are removed one by one or with their context', async ({
  signedIn: page,
  server,
}) => {
  const id = await makeContext(page, server.base, 'holder');
  await setValue(page, server.base, id, 'evil', '<img src=x onerror="window.broken=1">');
  await setValue(page, server.base, id, 'good', 'kept');
  await page.goto(`${server.base}/contexts?contextId=${encodeURIComponent(id)}`, { waitUntil: 'networkidle' });
  await rows(page).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Context');
  await page.getByRole('button', { name: 'evil' }).click();
  await expect(page).toHaveURL(/value=\d+/);
  await expect(page.getByRole('region', { name: 'text of evil' })).toContainText('<img src=x');
  expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.json$/);
  await page.getByRole('main').getByRole('button', { name: 'Remove' }).last().click();
  const dialog = page.getByRole('dialog', { name: 'Remove this value?' });
  await expect(dialog).toContainText('evil goes for good');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('button', { name: 'evil' })).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Search values' }).fill('good');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(rows(page)).toHaveCount(1);

  await page.getByRole('main').getByRole('button', { name: 'Remove' }).first().click();
  const whole = page.getByRole('dialog', { name: 'Remove this context?' });
  await expect(whole.getByRole('link', { name: 'Clean it up instead' })).toBeVisible();
  await whole.getByRole('button', { name: 'Remove' }).click();
  await expect(page).toHaveURL(`${server.base}/contexts`);
  await page.goBack();
  await expect(page.getByText(/There is no context/)).toBeVisible();
});

test('others than administrators see their own contexts and clean nothing up', async ({
  signedIn: page,
  server,
  browser,
}) => {
  const made = await page.request.post(`${server.base}/api/v1/accounts`, { data: { name: 'owner', role: 'user' } });
  const { oneTimePassword } = (await made.json()) as { oneTimePassword: string };
  await makeContext(page, server.base, 'somebody');
  await makeContext(page, server.base, 'owner');
  const other = await (await browser.newContext()).newPage();
  await signInOnPage(other, server.base, 'owner', oneTimePassword);
  await other.request.post(`${server.base}/api/v1/session/password`, {
    data: { currentPassword: oneTimePassword, newPassword: 'a long new secret' },
  });
  await other.goto(`${server.base}/contexts`, { waitUntil: 'networkidle' });
  await expect(rows(other)).toHaveCount(1);
  await expect(rows(other)).toContainText('owner');
  await expect(other.getByRole('link', { name: 'Clean up these…' })).toHaveCount(0);
});

for (const [locale, scheme] of LOOKS) {
  test(`no accessibility fault on the pages of contexts in ${locale}, ${scheme}`, async ({
    signedIn: page,
    server,
  }) => {
    const id = await makeContext(page, server.base, 'reader');
    await setValue(page, server.base, id, 'readable', '{"a":[1,2]}');
    await showAs(page, server.base, locale, scheme);
    const { items } = await (await page.request.get(`${server.base}/api/v1/contexts?user=reader`)).json();
    const context = items[0] as { id: number };
    const values = await (await page.request.get(`${server.base}/api/v1/contexts/${context.id}/values`)).json();
    const value = values.items[0].id as number;
    for (const path of [
      '/contexts',
      '/contexts?user=no-such-user',
      `/contexts?user=reader&open=${context.id}`,
      `/contexts/${context.id}?value=${value}`,
      `/contexts/${context.id}?tab=histories`,
      `/contexts/${context.id}?tab=listeners`,
      '/contexts/2147483647',
    ]) {
      await page.goto(server.base + path);
      await expect(page.locator('h1')).toHaveCount(1);
      await page.waitForLoadState('networkidle');
      expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
    }
  });
}
