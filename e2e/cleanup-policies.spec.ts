import type { Page } from '@playwright/test';
import { expect, LOOKS, ordinaryUser, showAs, test } from './fixtures';
import { makeContexts } from './make-contexts';
import { violations } from './violations';

// Runs of cleanups stay.
test.use({ serverOf: 'policies' });

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const notice = (page: Page) => page.locator('[role="status"][aria-live]');

/** A policy made over the API. */
async function makePolicy(page: Page, base: string, change: object): Promise<number> {
  const data = {
    name: 'Old contexts',
    subject: 'contexts',
    rule: { time: 'access', olderThanSeconds: 7_776_000 },
    cron: '30 2 * * 6',
    timeZone: 'Asia/Shanghai',
    mode: 'preview',
    enabled: true,
    ...change,
  };
  const made = await page.request.post(`${base}/api/v1/cleanup/policies`, { data });
  expect(made.status()).toBe(201);
  return (await made.json()).id;
}

/** Goes on by Tab until something has the focus. */
async function tabTo(page: Page, wanted: ReturnType<Page['locator']>): Promise<void> {
  for (let press = 0; press < 80; press++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not lead to ${wanted}`);
}

test('a policy is made, run as a preview, switched off and removed by keyboard', async ({ signedIn: page, server }) => {
  await page.goto(`${server.base}/cleanup`);
  const places = page.getByRole('navigation', { name: 'Pages of cleanup' });
  await tabTo(page, places.getByRole('link', { name: 'Policies' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('There are no policies yet')).toBeVisible();
  await expect(places.getByRole('link', { name: 'Policies' })).toHaveAttribute('aria-current', 'page');
  await tabTo(page, page.getByRole('link', { name: 'New policy' }));
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type('Weekly look');
  await tabTo(page, page.getByLabel('Users'));
  await page.keyboard.type('nobody-at-all');
  await tabTo(page, page.getByLabel('How often'));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByLabel('Saturday')).toBeChecked();
  await page.getByLabel('Time zone').selectOption('Asia/Shanghai');
  await tabTo(page, page.getByLabel('Sunday'));
  await page.keyboard.press('Space');
  await expect(page.getByText('Every Saturday and Sunday at 02:30, on the clocks of Asia/Shanghai.')).toBeVisible();
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: 'Weekly look' })).toBeVisible();
  await expect(page).toHaveURL(/\/cleanup\/policies\/\d+$/);
  await expect(page.getByText('This policy has not run yet')).toBeVisible();
  // The browser is in UTC: half past two in Shanghai is the evening before.
  const next = page.locator('dt', { hasText: 'Next time' }).locator('+ dd').locator('time');
  await expect(next).toContainText('18:30:00');
  await expect(next).toHaveAttribute('title', /02:30:00 Asia\/Shanghai/);

  await page.getByRole('button', { name: 'Run now' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Make a preview')).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await notice(page)
    .getByRole('link', { name: /^Show cleanup/ })
    .focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^Cleanup \d+/ })).toBeVisible();
  await expect(page.getByText('0 contexts', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: /^Policy \d+$/ }).click();
  await expect(page.getByRole('table', { name: 'What it has run' }).locator('tbody tr')).toHaveCount(1);

  await page.getByRole('button', { name: 'Disable' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('not while it is disabled')).toBeVisible();
  await page.getByRole('button', { name: 'Remove' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('What it has run stays')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Remove' })).toBeDisabled();
  await page.keyboard.type('Weekly look');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${server.base}/cleanup/policies`);
  await expect(page.getByText('There are no policies yet')).toBeVisible();
  await page.goto(`${server.base}/cleanup`);
  await expect(page.locator('tbody tr')).toHaveCount(1);
});

test('what is wrong with a policy is said at its field, and nothing typed is lost', async ({
  signedIn: page,
  server,
}) => {
  await makePolicy(page, server.base, { name: 'Taken' });
  await page.goto(`${server.base}/cleanup/policies/new`);
  await page.getByRole('button', { name: 'Create policy' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await expect(page.getByText('Give the policy a name.')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Taken');
  await page.getByLabel('More than so many days ago').fill('');
  await expect(page.getByText('Give an age, users, applications, numbers or statuses first.')).toBeVisible();
  await page.getByLabel('Users').fill('alice, bob');
  await page.getByLabel('How often').selectOption('custom');
  const cron = page.getByLabel('Cron expression');
  await expect(cron).toHaveValue('30 2 * * *');
  await cron.fill('30 2 * *');
  await page.getByRole('button', { name: 'Create policy' }).click();
  await expect(cron).toBeFocused();
  await expect(page.getByText('Give five fields between blanks')).toBeVisible();
  // Five fields, but no such minute: only the server knows.
  await cron.fill('99 2 * * *');
  await page.getByRole('button', { name: 'Create policy' }).click();
  await expect(cron).toHaveAttribute('aria-invalid', 'true');
  await expect(cron).toBeFocused();
  await cron.fill('0 0 30 2 *');
  await page.getByRole('button', { name: 'Create policy' }).click();
  await expect(page.getByText('No moment to come fits this schedule.')).toBeVisible();
  await cron.fill('15 4 1 */3 *');
  await page.getByRole('button', { name: 'Create policy' }).click();
  await expect(page.getByText('Another policy has this name.')).toBeVisible();
  await expect(page.getByLabel('Users')).toHaveValue('alice, bob');
  await expect(cron).toHaveValue('15 4 1 */3 *');
  await page.getByLabel('Name', { exact: true }).fill('Quarterly');
  await page.getByRole('button', { name: 'Create policy' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Quarterly' })).toBeVisible();
  await expect(page.getByText('Cron: 15 4 1 */3 *').first()).toBeVisible();
});

test('a policy is edited, and run at once as a deletion once its name is typed', async ({ signedIn: page, server }) => {
  await makeContexts(page, server.base, 'erin', 2);
  const id = await makePolicy(page, server.base, { name: 'Of erin', rule: { users: ['erin'] }, mode: 'delete' });
  // What is used within some seconds of the preview counts as used since.
  await page.waitForTimeout(6000);
  await page.goto(`${server.base}/cleanup/policies`);
  const row = rowOf(page, 'Of erin');
  await expect(row).toContainText('users: erin');
  await expect(row).toContainText('Every Saturday at 02:30');
  await expect(row).toContainText('Asia/Shanghai');
  await row.getByRole('button', { name: 'More actions for Of erin' }).click();
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await expect(page.getByLabel('How often')).toHaveValue('weekly');
  await page.getByLabel('How often').selectOption('monthly');
  await page.getByLabel('Day of the month').selectOption('31');
  await expect(page.getByText('Months without this day are left out.')).toBeVisible();
  await page.getByLabel('At', { exact: true }).fill('05:45');
  await page.getByLabel('Time zone').selectOption('UTC');
  await page.getByRole('button', { name: 'Leave something out…' }).click();
  await expect(page.getByLabel('Not those of users')).toBeFocused();
  await page.getByLabel('Not those of users').fill('erin');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Asked for and left out at once')).toBeVisible();
  await page.getByLabel('Not those of users').fill('');
  await page.getByLabel('Not those of applications').fill('nightly');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Every month on the 31st at 05:45, UTC')).toBeVisible();
  await expect(page.getByText('users: erin · not applications: nightly')).toBeVisible();
  await expect(page).toHaveURL(`${server.base}/cleanup/policies/${id}`);

  await page.getByRole('link', { name: 'All policies' }).click();
  await row.getByRole('button', { name: 'Run Of erin now' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Delete', { exact: true }).check();
  await expect(dialog.getByText('without showing a preview first')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Delete now' })).toBeDisabled();
  await dialog.getByLabel('Type “Of erin” to confirm').fill('Of erin');
  await dialog.getByRole('button', { name: 'Delete now' }).click();
  await expect(row).toContainText('2 rows deleted', { timeout: 20_000 });
  await expect(row).toContainText('Done');
  await row.getByRole('button', { name: 'More actions for Of erin' }).click();
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  await expect(row).toContainText('Disabled');
  await row.getByRole('link', { name: /^Cleanup \d+$/ }).click();
  await expect(page.getByText('Policy Of erin')).toBeVisible();
});

test('a policy whose time is over says for how long', async ({ signedIn: page, server }) => {
  const id = await makePolicy(page, server.base, { name: 'Late one' });
  await page.goto(`${server.base}/cleanup/policies`);
  await expect(rowOf(page, 'Late one')).not.toContainText('Past due');
  // Waiting for a schedule without a worker would take minutes.
  await page.route('**/api/v1/cleanup/policies', async (route) => {
    const response = await route.fetch();
    const { items } = (await response.json()) as { items: { id: number }[] };
    const late = { nextTime: '2026-01-01T00:00:00.000Z', secondsPastDue: 7_260 };
    await route.fulfill({
      response,
      json: { items: items.map((item) => (item.id === id ? { ...item, ...late } : item)) },
    });
  });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(rowOf(page, 'Late one')).toContainText('Past due for 2h 1m');
  await expect(page.getByTitle('see whether a worker is running')).toBeVisible();
});

test('others than administrators may not see policies, and the palette leads administrators to them', async ({
  signedIn: page,
  server,
  browser,
}) => {
  const other = await ordinaryUser(browser, page, server.base, 'plain-person');
  for (const path of ['/policies', '/policies/new', '/policies/1', '/policies/1/edit', '/protections']) {
    await other.goto(`${server.base}/cleanup${path}`);
    await expect(other.getByText('You may not see this')).toBeVisible();
  }
  for (const [text, address] of [
    ['cleanup pol', /\/cleanup\/policies$/],
    ['cleanup prot', /\/cleanup\/protections$/],
  ] as const) {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill(text);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(address);
  }
});

for (const [locale, scheme] of LOOKS) {
  test(`no accessibility fault on the pages of policies and protections in ${locale}, ${scheme}`, async ({
    signedIn: page,
    server,
  }) => {
    await showAs(page, server.base, locale, scheme);
    const id = await makePolicy(page, server.base, { name: `Looked at in ${locale}, ${scheme}`, mode: 'delete' });
    await page.request.post(`${server.base}/api/v1/cleanup/policies/${id}/run`, { data: { mode: 'preview' } });
    const data = { subject: 'contexts', kind: 'user', value: `${locale}-${scheme}` };
    await page.request.post(`${server.base}/api/v1/cleanup/protections`, { data });
    const show = async (path: string, seen: string) => {
      await page.goto(server.base + path);
      await expect(page.locator(seen).first()).toBeVisible();
      expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
    };
    await show('/cleanup/policies', 'tbody tr');
    await page.locator('tbody tr button').first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await show(`/cleanup/policies/${id}`, 'tbody tr');
    await show(`/cleanup/policies/${id}/edit`, 'form');
    await page.locator('form input').first().fill('');
    await page.locator('form button[type="submit"]').click();
    await expect(page.locator('[aria-invalid="true"]').first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await show('/cleanup/policies/999999', 'h1');
    await show('/cleanup/protections', 'tbody tr');
    await show('/cleanup/protections?search=no-such-thing', 'h1');
  });
}
