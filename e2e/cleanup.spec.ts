import type { Page } from '@playwright/test';
import { expect, showAs, test } from './fixtures';
import { violations } from './violations';

const SERVICE = '/api/rest_j/v1/contextservice';
const typed = (type: string, value: object) => JSON.stringify({ type, value: JSON.stringify(value) });

/** Makes contexts of a user. */
async function makeContexts(page: Page, base: string, user: string, count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const contextID = typed('HAWorkFlowContextID', { user, contextId: null });
    expect((await page.request.post(`${base}${SERVICE}/createContextID`, { data: { contextID } })).ok()).toBe(true);
  }
}

test('contexts are previewed, deleted with a reason, and brought back', async ({ signedIn: page, server }) => {
  await makeContexts(page, server.base, 'alice', 3);
  await makeContexts(page, server.base, 'bob', 1);
  // What is used within some seconds of the preview counts as used since.
  await page.waitForTimeout(6000);
  await page.goto(`${server.base}/cleanup`);
  await expect(page.getByText('Nothing was cleaned up yet')).toBeVisible();
  await page.getByLabel('More than so many days ago').fill('');
  await expect(page.getByRole('button', { name: 'Preview' })).toBeDisabled();
  await page.getByLabel('Users').fill('alice, bob');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('4 contexts', { exact: true })).toBeVisible();
  await expect(page.getByRole('table', { name: 'By user' })).toContainText('alice');
  await page.getByRole('button', { name: 'Delete them' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('no longer needed');
  await expect(dialog.getByRole('button', { name: 'Delete them' })).toBeDisabled();
  await dialog.getByLabel('Type “4” to confirm').fill('4');
  await dialog.getByRole('button', { name: 'Delete them' }).click();
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  await expect(page.getByText('no longer needed')).toBeVisible();
  const receipt = await page.request.get(`${page.url().replace('/cleanup/', '/api/v1/cleanup/runs/')}/receipt`);
  expect(await receipt.json()).toMatchObject({ affected: 4, reason: 'no longer needed' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await dialog.getByLabel('Reason').fill('alice needs hers');
  await dialog.getByLabel('Only what this user owned').fill('alice');
  await dialog.getByRole('button', { name: 'Bring them back' }).click();
  await expect(page.getByRole('heading', { name: /^Undoing/ })).toBeVisible();
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  const left = await page.request.get(`${server.base}/api/v1/contexts`);
  expect((await left.json()).items.map(({ user }: { user: string }) => user)).toEqual(['alice', 'alice', 'alice']);
  await page.getByRole('link', { name: 'All cleanups' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(2);
});

test('a preview can be discarded, and one that does not exist is told', async ({ signedIn: page, server }) => {
  await page.goto(`${server.base}/cleanup`);
  await page.getByLabel('Users').fill('nobody-at-all');
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText('0 contexts', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete them' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await expect(page).toHaveURL(`${server.base}/cleanup`);
  await page.goto(`${server.base}/cleanup/999999`);
  await expect(page.getByRole('alert').filter({ hasText: 'request' })).toBeVisible();
});

for (const [locale, scheme] of [
  ['en', 'light'],
  ['en', 'dark'],
  ['zh-CN', 'light'],
  ['zh-CN', 'dark'],
] as const) {
  test(`no accessibility fault on the pages of cleanups in ${locale}, ${scheme}`, async ({
    signedIn: page,
    server,
  }) => {
    await showAs(page, server.base, locale, scheme);
    await makeContexts(page, server.base, 'carol', 2);
    const data = { subject: 'contexts', rule: { users: ['carol'] } };
    const { id } = await (await page.request.post(`${server.base}/api/v1/cleanup/runs`, { data })).json();
    for (const path of ['/cleanup', `/cleanup/${id}`]) {
      await page.goto(server.base + path);
      await expect(page.locator('tbody tr').first()).toBeVisible();
      expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
    }
  });
}
