import { expect, LOOKS, showAs, test } from './fixtures';
import { makeContexts } from './make-contexts';
import { violations } from './violations';

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
  const log = page.getByRole('table', { name: 'Log' });
  await expect(log).toContainText('no longer needed');
  await expect(log).toContainText('4 rows deleted, 0 left alone');
  await expect(log).toContainText('Ended: 4 deleted, 0 left alone');
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

test('engine records that have failed go and come back, with their logs', async ({ signedIn: page, server }) => {
  const engines = async (query: string) =>
    (await (await page.request.get(`${server.base}/api/v1/engine-records?${query}`)).json()).items as {
      ticketId: string;
    }[];
  const failed = await engines('status=Failed&pageSize=200');
  const [{ ticketId }] = failed as [{ ticketId: string }];
  await page.goto(`${server.base}/cleanup`);
  await page.getByLabel('Users').fill('somebody');
  await page.getByLabel('What', { exact: true }).selectOption('Engine records');
  await expect(page.getByLabel('Time', { exact: true })).toHaveValue('release');
  await page.getByLabel('Users').fill('');
  await page.getByLabel('More than so many days ago').fill('');
  await expect(page.getByText('Give an age, users, applications, numbers or statuses first.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Failed' }).check();
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByText(`${failed.length} engine records`, { exact: true })).toBeVisible();
  await expect(page.getByRole('table', { name: 'By creator' })).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: ticketId });
  await expect(row).toContainText('Failed');
  await page.getByRole('button', { name: 'Delete them' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('their archived logs can no longer be opened');
  await dialog.getByLabel('Reason').fill('old failures');
  await dialog.getByLabel(/^Type/).fill(String(failed.length));
  await dialog.getByRole('button', { name: 'Delete them' }).click();
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  expect(await engines('status=Failed')).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await dialog.getByLabel('Reason').fill('they are wanted');
  await dialog.getByRole('button', { name: 'Bring them back' }).click();
  await expect(page.getByRole('heading', { name: /^Undoing/ })).toBeVisible();
  await expect(page.getByText('Done', { exact: true })).toBeVisible();
  expect(await engines('status=Failed&pageSize=200')).toEqual(failed);
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

for (const [locale, scheme] of LOOKS) {
  test(`no accessibility fault on the pages of cleanups in ${locale}, ${scheme}`, async ({
    signedIn: page,
    server,
  }) => {
    await showAs(page, server.base, locale, scheme);
    await makeContexts(page, server.base, 'carol', 2);
    const data = { subject: 'contexts', rule: { users: ['carol'] } };
    const { id } = await (await page.request.post(`${server.base}/api/v1/cleanup/runs`, { data })).json();
    const records = { subject: 'engineRecords', rule: { statuses: ['Failed', 'Success'] } };
    const other = await (await page.request.post(`${server.base}/api/v1/cleanup/runs`, { data: records })).json();
    for (const path of ['/cleanup', '/cleanup?subject=engineRecords', `/cleanup/${id}`, `/cleanup/${other.id}`]) {
      await page.goto(server.base + path);
      await expect(page.locator('tbody tr').first()).toBeVisible();
      expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
    }
  });
}
