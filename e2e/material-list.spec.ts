import type { Page } from '@playwright/test';
import { expect, LOOKS, ordinaryUser, showAs, test } from './fixtures';
import { pluginArchive, publishArchive } from './publish-material';
import { violations } from './violations';

const ENGINES = [
  ['spark', '3.3.1'],
  ['flink', '1.16.2'],
  ['trino', '371'],
] as const;

/** Publishes a few engine versions, hive with an earlier version than the newest current; once a server. */
async function publishSome(page: Page, at: string): Promise<void> {
  const listed = await page.request.get(`${at}/api/v1/materials?pageSize=1`);
  if (((await listed.json()) as { total: number }).total > 0) return;
  for (const [engineType, engineVersion] of ENGINES)
    await publishArchive(page, at, `${engineType}.zip`, pluginArchive(engineType, engineVersion));
  await publishArchive(page, at, 'hive.zip', pluginArchive('hive', '3.1.3'));
  await publishArchive(page, at, 'hive-next.zip', pluginArchive('hive', '3.1.3', 'next'));
  const back = await page.request.post(`${at}/api/v1/materials/hive/3.1.3/rollback`, {
    data: { fileName: 'lib.zip', version: 'v000001' },
  });
  expect(back.ok()).toBe(true);
}

const rowsOf = (page: Page) => page.locator('tbody tr[data-row]');

test('without materials the list says what to upload, and the trash and the storage that they are empty', async ({
  signedIn: page,
  server,
}) => {
  await page.goto(`${server.base}/materials`);
  await expect(page.getByText('No materials yet')).toBeVisible();
  await expect(page.getByText('plugin/', { exact: false }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Upload' })).toHaveCount(2);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Trash' }).click();
  await expect(page.getByText('The trash is empty')).toBeVisible();
  await page.getByRole('link', { name: 'Storage' }).click();
  await expect(page.getByText('No materials are stored yet.')).toBeVisible();
});

test('materials are found by search, type and state, and ordered; the URL holds it', async ({
  signedIn: page,
  server,
}) => {
  await publishSome(page, server.base);
  await page.goto(`${server.base}/materials`);
  const rows = rowsOf(page);
  await expect(rows).toHaveCount(8);
  await expect(page.getByText('8 in all')).toBeVisible();
  const rolledBack = page.locator('tr[data-row="hive/3.1.3/lib.zip"]');
  await expect(rolledBack).toContainText('Rolled back');
  await expect(rolledBack).toContainText('newest v000002');
  await page.keyboard.press('/');
  await page.keyboard.type('hive lib');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/search=hive\+lib/);
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: 'Remove filter Contains' }).click();
  await expect(rows).toHaveCount(8);
  await page.getByRole('button', { name: 'Add filter' }).click();
  await page.getByRole('menuitem', { name: 'Engine type' }).click();
  await page.getByRole('checkbox', { name: 'spark' }).check();
  await page.getByRole('checkbox', { name: 'trino' }).check();
  await page.keyboard.press('Escape');
  await expect(rows).toHaveCount(4);
  await page.goto(`${server.base}/materials?state=rolledBack`);
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('button', { name: 'Engine version' }).click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(rows.first()).toContainText('flink');
  await page.getByRole('button', { name: 'Engine version' }).click();
  await expect(rows.first()).toContainText('trino');
  await page.reload();
  await expect(rows.first()).toContainText('trino');
  await page.goto(`${server.base}/materials?pageSize=5&sort=name`);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole('button', { name: 'Previous' }).click();
  await expect(rows).toHaveCount(5);
});

test('the keyboard moves, opens beside the list and opens the page; chosen columns stay', async ({
  signedIn: page,
  server,
}) => {
  await publishSome(page, server.base);
  await page.goto(`${server.base}/materials?sort=name`);
  await expect(rowsOf(page).first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  const panel = page.getByRole('dialog', { name: 'Materials of flink 1.16.2' });
  await expect(panel).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('dialog', { name: 'Materials of hive 3.1.3' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/materials\/hive\/3\.1\.3$/);
  await page.goto(`${server.base}/materials`);
  await page.getByRole('cell', { name: 'conf.zip' }).first().click();
  await expect(page.getByRole('link', { name: 'Open page' })).toHaveAttribute('href', /^\/materials\/\w+\/[\d.]+$/);
  await page.getByRole('button', { name: 'Close panel' }).click();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Created' }).click();
  await page.reload();
  await expect(page.getByRole('columnheader', { name: 'Created' })).toBeVisible();
});

test('the command palette finds an engine version by words of its name and file', async ({
  signedIn: page,
  server,
}) => {
  await publishSome(page, server.base);
  await page.goto(`${server.base}/audit`);
  const box = page.getByRole('combobox', { name: 'Page, engine, material or context id' });
  // The key works from when the page's scripts have come.
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(box).toBeVisible({ timeout: 1000 });
  }).toPass();
  await box.fill('hive 3.1');
  const option = page.getByRole('option', { name: /hive 3\.1\.3/ });
  await expect(option).toHaveCount(1);
  await expect(option).toContainText('lib.zip v000001');
  await option.click();
  await expect(page).toHaveURL(/\/materials\/hive\/3\.1\.3$/);
});

test('what is in the trash comes back, or goes for good when its name is typed', async ({ signedIn: page, server }) => {
  await publishSome(page, server.base);
  const remove = () => page.request.delete(`${server.base}/api/v1/materials/trino/371`);
  expect((await remove()).ok()).toBe(true);
  await page.goto(`${server.base}/materials/trash`);
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText('root-admin');
  await expect(rowsOf(page)).toContainText(/\d+ days/);
  await page.getByRole('button', { name: 'Restore trino 371' }).click();
  await expect(page.getByText('trino 371 is back.')).toBeVisible();
  await expect(page.getByText('The trash is empty')).toBeVisible();
  expect((await remove()).ok()).toBe(true);
  await publishArchive(page, server.base, 'trino.zip', pluginArchive('trino', '371'));
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('button', { name: 'Restore trino 371' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'trino 371' });
  await expect(page.getByText('trino 371 could not be restored.')).toBeVisible();
  await expect(alert).toBeVisible();
  await page.getByRole('button', { name: 'Remove trino 371 for good' }).click();
  const confirm = page.getByRole('dialog').getByRole('button', { name: 'Remove for good' });
  await expect(confirm).toBeDisabled();
  await page.getByRole('textbox').fill('trino 371');
  await confirm.click();
  await expect(page.getByText('trino 371 was removed for good.')).toBeVisible();
});

test('a deleted version comes back from the trash', async ({ signedIn: page, server }) => {
  await publishSome(page, server.base);
  const version = `${server.base}/api/v1/materials/hive/3.1.3/lib.zip/versions/v000002`;
  expect((await page.request.delete(version)).ok()).toBe(true);
  await page.goto(`${server.base}/materials/trash`);
  await page.getByRole('button', { name: 'Restore hive 3.1.3 lib.zip v000002' }).click();
  await expect(page.getByText('hive 3.1.3 lib.zip v000002 is back.')).toBeVisible();
});

test('the storage shows what it holds and what a collection would free', async ({ signedIn: page, server }) => {
  await publishSome(page, server.base);
  await page.goto(`${server.base}/materials/storage`);
  await expect(page.getByRole('row', { name: /hive/ })).toContainText('2');
  await page.getByRole('button', { name: 'What would go' }).click();
  await expect(page.getByText('Nothing would go.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Collect', exact: true })).toHaveCount(0);
  // Only what is a day old goes; a server that has just started has none, so these answers are made up.
  await page.route('**/api/v1/material-storage/collection', (route) => {
    const { dryRun } = route.request().postDataJSON() as { dryRun: boolean };
    return route.fulfill({ json: { dryRun, blobs: 2, bytes: 3072, sha256: ['a'.repeat(64), 'b'.repeat(64)] } });
  });
  await page.getByRole('button', { name: 'Look again' }).click();
  await expect(page.getByText('2 files would go and free 3 KiB.')).toBeVisible();
  await page.getByRole('button', { name: 'Collect', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('2 files with 3 KiB');
  await dialog.getByRole('button', { name: 'Collect' }).click();
  await expect(page.getByText('2 files removed, 3 KiB freed.')).toBeVisible();
});

test('an error is shown above the old rows with its request id', async ({ signedIn: page, server }) => {
  await publishSome(page, server.base);
  await page.goto(`${server.base}/materials`);
  await expect(rowsOf(page).first()).toBeVisible();
  await page.route('**/api/v1/materials?**', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      json: { type: 'x', title: 'x', status: 503, detail: 'It is down.', code: 'internal', requestId: 'request-77' },
    }),
  );
  await page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(page.getByText('request-77')).toBeVisible({ timeout: 20_000 });
  await expect(rowsOf(page).first()).toBeVisible();
});

test('others than administrators may not see materials', async ({ signedIn: page, server, browser }) => {
  const other = await ordinaryUser(browser, page, server.base, 'plain');
  for (const path of ['/materials', '/materials/trash', '/materials/storage']) {
    await other.goto(server.base + path);
    await expect(other.getByText('You may not see this')).toBeVisible();
  }
});

for (const [locale, scheme] of LOOKS) {
  test(`no accessibility fault on the lists of materials in ${locale}, ${scheme}`, async ({
    signedIn: page,
    server,
  }) => {
    await publishSome(page, server.base);
    await page.request.delete(`${server.base}/api/v1/materials/flink/1.16.2`);
    await showAs(page, server.base, locale, scheme);
    const pages = [
      '/materials',
      '/materials?search=nothing-like-it',
      '/materials?state=rolledBack&engineType=hive&open=hive%2F3.1.3%2Flib.zip',
      '/materials/trash',
      '/materials/storage',
    ];
    for (const path of pages) {
      await page.goto(server.base + path);
      await expect(page.locator('h1')).toHaveCount(1);
      await page.waitForLoadState('networkidle');
      expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
    }
  });
}
