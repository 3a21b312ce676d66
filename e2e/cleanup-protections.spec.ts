import { expect, test } from './fixtures';
import { makeContexts } from './make-contexts';

// Runs of cleanups stay.
test.use({ serverOf: 'protections' });

test('what is protected is counted apart in previews, until its protection ends', async ({
  signedIn: page,
  server,
}) => {
  await makeContexts(page, server.base, 'frank', 2);
  await makeContexts(page, server.base, 'grace', 1);
  await page.waitForTimeout(6000);
  await page.goto(`${server.base}/cleanup/protections`);
  await expect(page.getByText('Nothing is protected')).toBeVisible();
  await page.getByRole('button', { name: 'Protect', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Kind')).toBeFocused();
  await dialog.getByLabel('Kind').selectOption('id');
  await dialog.getByLabel('Number of the row').fill('ten');
  await expect(dialog.getByText('Give a number such as 10493.')).toBeVisible();
  await dialog.getByLabel('Kind').selectOption('user');
  await dialog.getByLabel('User').fill('frank');
  await dialog.getByLabel('Reason').fill('an audit looks at his work');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row').filter({ hasText: 'frank' });
  await expect(row).toContainText('an audit looks at his work');
  await page.getByRole('button', { name: 'Protect', exact: true }).click();
  await dialog.getByLabel('User').fill('frank');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('This is protected already.')).toBeVisible();
  await page.keyboard.press('Escape');

  const data = { subject: 'contexts', rule: { users: ['frank', 'grace'] } };
  const { id } = await (await page.request.post(`${server.base}/api/v1/cleanup/runs`, { data })).json();
  await page.goto(`${server.base}/cleanup/${id}`);
  await expect(page.getByText('1 contexts', { exact: true })).toBeVisible();
  await expect(page.locator('dt', { hasText: 'Protected, so they stay' }).locator('+ dd')).toHaveText('2user frank 2');

  await page.getByRole('link', { name: 'user frank' }).click();
  await expect(page).toHaveURL(`${server.base}/cleanup/protections?search=frank`);
  await page.getByRole('button', { name: 'End the protection of user frank' }).click();
  await expect(page.getByText('Nothing is protected')).toBeVisible();
  await page.locator('[role="status"][aria-live]').getByRole('button', { name: 'Protect again' }).click();
  await expect(row).toContainText('an audit looks at his work');
  await page.getByRole('button', { name: 'End the protection of user frank' }).click();
  await expect(page.getByText('Nothing is protected')).toBeVisible();
});

test('a long list of protections is searched, and the search is in the address', async ({ signedIn: page, server }) => {
  const made: number[] = [];
  for (let number = 0; number < 12; number++) {
    const data = { subject: 'contexts', kind: 'application', value: `app-${number}`, note: `ticket ${number}` };
    const answer = await page.request.post(`${server.base}/api/v1/cleanup/protections`, { data });
    made.push((await answer.json()).id);
  }
  await page.goto(`${server.base}/cleanup/protections`);
  await expect(page.locator('tbody tr')).toHaveCount(12);
  await page.keyboard.press('/');
  await page.keyboard.type('ticket 7');
  await page.keyboard.press('Enter');
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await expect(page.getByText('1 of 12 protections')).toBeVisible();
  await expect(page).toHaveURL(/search=ticket/);
  await page.reload();
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await page.getByRole('button', { name: 'Change the text: ticket 7' }).click();
  await page.getByLabel('Text', { exact: true }).fill('no such thing');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No protection fits')).toBeVisible();
  await page.getByRole('button', { name: 'Remove the text' }).first().click();
  await expect(page.locator('tbody tr')).toHaveCount(12);
  for (const id of made) await page.request.delete(`${server.base}/api/v1/cleanup/protections/${id}`);
});
